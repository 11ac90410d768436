import JSON
import Testing

@testable import MCP

@Suite struct CancellationTests {
  private func cancel(_ id: String) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id),"reason":"no"}}"#
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `a request cancelled in the same read is never started`(revision: ProtocolVersion) {
    let conversation = Conversation(revision)
    let write = conversation.call("write_item", id: 7)
    #expect(conversation.send(write, cancel("7")) == [])
    #expect(conversation.sample.store.committed == 0)
  }

  @Test func `a cancellation meets only what was sent before it, by its exact id`() throws {
    let conversation = Conversation()
    let write = conversation.call("write_item", id: 7)
    #expect(conversation.send(cancel("7"), write).count == 1)
    #expect(conversation.send(write, cancel(#""7""#)).count == 1)
    #expect(conversation.send(write, cancel("7"), write).count == 1)
    #expect(conversation.sample.store.committed == 3)
  }

  @Test func `a cancellation after the answer, or of nothing, is ignored`() {
    let conversation = Conversation()
    conversation.send(conversation.call("write_item", id: 7))
    #expect(conversation.send(cancel("7"), cancel("99")) == [])
  }

  @Test func `initialize cannot be cancelled`() {
    let initialize = #"{"jsonrpc":"2.0","id":0,"method":"initialize"}"#
    #expect(Conversation().send(initialize, cancel("0")).count == 1)
  }

  @Test func `a storm of cancellations costs nothing`() {
    let conversation = Conversation()
    let lines = (0..<5_000).flatMap { index in
      [conversation.call("write_item", id: .number(JSONNumber(Int64(index)))), cancel("\(index)")]
    }
    #expect(conversation.session.receive(lines.map { .text(Array($0.utf8)) }) == [])
    #expect(conversation.sample.store.committed == 0)
  }
}
