import JSON
import Testing

@testable import MCP

@Suite struct WorkTests {
  @Test(arguments: ProtocolVersion.allCases)
  func `long work lets other requests pass and is answered when done`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let slow = conversation.call("slow", ["steps": 3], id: "s")
    #expect(try only(conversation.send(slow, conversation.line("tools/list", id: 5)))["id"] == 5)
    #expect(conversation.session.hasUnfinishedWork)
    #expect(conversation.step() == [])
    #expect(conversation.step() == [])
    let message = try only(conversation.step())
    #expect(message["id"] == "s")
    #expect(message.result?["structuredContent"] == ["done": true])
    #expect(!conversation.session.hasUnfinishedWork)
    #expect(conversation.step() == [])
  }

  @Test func `works take turns`() throws {
    let conversation = Conversation()
    conversation.send(
      conversation.call("slow", ["steps": 2], id: 1), conversation.call("slow", ["steps": 1], id: 2))
    #expect(conversation.step() == [])
    #expect(try only(conversation.step())["id"] == 2)
    #expect(try only(conversation.step())["id"] == 1)
  }

  @Test func `the id of work in progress is taken`() throws {
    let conversation = Conversation()
    conversation.send(conversation.call("slow", id: 1))
    #expect(try only(conversation.send(conversation.line("tools/list", id: 1))).code == -32600)
    #expect(try only(conversation.step())["id"] == 1)
    #expect(try only(conversation.send(conversation.line("tools/list", id: 1))).code == nil)
  }

  @Test func `work undone at the end is answered so`() throws {
    let conversation = Conversation()
    conversation.send(conversation.call("slow", ["steps": 9], id: 1))
    let message = try only(conversation.end())
    #expect(message["id"] == 1)
    #expect(message.isError == true)
    #expect(!conversation.session.hasUnfinishedWork)
  }
}
