import JSON
import Testing

@testable import MCP

@Suite struct TransactionTests {
  private let failure = ToolFailure(message: "the disk is full; free some space")

  @Test func `the lines of one read are one transaction`() {
    let conversation = Conversation()
    let write = conversation.call("write_item")
    conversation.send(write, write, write)
    #expect(conversation.sample.store.begins == 1)
    #expect(conversation.sample.store.commits == 1)
    #expect(conversation.sample.store.committed == 3)
    #expect(conversation.session.receive([]) == [])
    #expect(conversation.sample.store.begins == 1)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `when the commit fails, every reply since the first write says so`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    conversation.sample.store.failure = failure
    let frames = conversation.send(
      conversation.call("search_items", ["query": "before"]),
      conversation.call("write_item", id: 1),
      conversation.call("search_items", ["query": "after"], id: "two"),
      conversation.line("tools/list"),
      conversation.call("nope"),
      conversation.call("search_items"),
      conversation.line("resources/read", ["uri": "demo://count"], id: 3),
      conversation.line("prompts/get", ["name": "review", "arguments": ["id": "a"]], id: 4))
    let replies = try frames.map { try #require(try parsed($0).object) }
    #expect(replies.map(\.code) == [nil, nil, nil, nil, -32602, nil, -32603, -32603])
    #expect(replies.map(\.isError) == [false, true, true, nil, nil, true, nil, nil])
    #expect(replies[1].text == failure.message)
    #expect(replies[1]["id"] == 1)
    #expect(replies[2].text == failure.message)
    #expect(replies[2]["id"] == "two")
    #expect(replies[5].text?.contains("search_items") == true)
    #expect(replies[6].message == failure.message)
    #expect(conversation.sample.store.committed == 0)
    #expect(conversation.sample.notes.last?.contains(failure.message) == true)
  }

  @Test func `after a failed batch the next one is as usual`() throws {
    let conversation = Conversation()
    conversation.sample.store.failure = failure
    conversation.send(conversation.call("write_item"))
    conversation.sample.store.failure = nil
    #expect(try only(conversation.send(conversation.call("write_item"))).isError == false)
    #expect(conversation.sample.store.committed == 1)
  }

  @Test func `whatever is asked, the store is looked at from within one answer`() {
    let conversation = Conversation()
    let reference: JSONValue = ["type": "ref/prompt", "name": "review"]
    conversation.send(
      conversation.call("search_items", ["query": "a"]),
      conversation.line("resources/read", ["uri": "demo://count"]),
      conversation.line("prompts/get", ["name": "review", "arguments": ["id": "a"]]),
      conversation.line("completion/complete", ["ref": reference, "argument": ["name": "id", "value": "a"]]))
    #expect(conversation.sample.store.looks == Array(repeating: true, count: 4))
  }

  @Test func `reads in a batch see its writes`() throws {
    let conversation = Conversation()
    let frames = conversation.send(
      conversation.call("write_item"), conversation.line("resources/read", ["uri": "demo://count"]))
    let contents = try parsed(frames[1]).object?.result?["contents"]?.array?.first?.object
    #expect(contents?["text"] == "1")
  }

  @Test func `an array of which nothing is kept says so inside`() throws {
    let conversation = Conversation(.v2025_03_26)
    conversation.sample.store.failure = failure
    let frames = conversation.send("[\(conversation.call("write_item")),\(conversation.line("ping"))]")
    let replies = try parsed(frames[0]).array?.compactMap(\.object) ?? []
    #expect(replies.map(\.text) == [failure.message, nil])
  }
}
