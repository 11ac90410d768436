import JSON
import Testing

@testable import MCP

@Suite struct BatchTests {
  private func array(_ lines: String...) -> String { "[\(lines.joined(separator: ","))]" }
  private let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
  private let notice = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#

  @Test func `revision 2025-03-26 answers an array with an array`() throws {
    let conversation = Conversation(.v2025_03_26)
    let frames = conversation.send(
      array(
        ping, notice, "5", "[]", #"{"jsonrpc":"2.0","id":"x","method":"nope"}"#,
        conversation.call("write_item")))
    #expect(frames.count == 1)
    let replies = try parsed(frames[0]).array?.compactMap(\.object) ?? []
    #expect(replies.map(\.code) == [nil, -32600, -32600, -32601, nil])
    #expect(replies.last?.isError == false)
    #expect(conversation.sample.store.committed == 1)
  }

  @Test func `an array of notifications is not answered, an empty one is refused`() throws {
    let conversation = Conversation(.v2025_03_26)
    #expect(conversation.send(array(notice, notice)) == [])
    #expect(try only(conversation.send("[]")).code == -32600)
  }

  @Test(arguments: ProtocolVersion.allCases.filter { $0 != .v2025_03_26 })
  func `other revisions refuse an array whole`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let message = try only(conversation.send(array(ping, conversation.call("write_item"))))
    #expect(message.code == -32600)
    #expect(message["id"] == nil)
    #expect(conversation.sample.store.committed == 0)
  }

  @Test func `what must stand alone is refused within an array`() throws {
    let conversation = Conversation(.v2025_03_26)
    let modern = Conversation()
    let initialize =
      #"{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"protocolVersion":"2024-11-05"}}"#
    let frames = conversation.send(
      array(initialize, modern.line("tools/list"), modern.line("server/discover"), ping))
    #expect(try parsed(frames[0]).array?.map { $0.object?.code } == [-32600, -32600, -32600, nil])
    #expect(conversation.send(array(ping)).count == 1)
  }

  @Test func `the revision chosen in a read holds for its next line`() throws {
    let conversation = Conversation()
    let initialize =
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}"#
    #expect(conversation.send(initialize, array(ping)).last == #"[{"jsonrpc":"2.0","id":1,"result":{}}]"#)
  }

  @Test func `a request cancelled in its array is dropped`() throws {
    let conversation = Conversation(.v2025_03_26)
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#
    #expect(conversation.send(array(conversation.call("write_item", id: 7), cancel)) == [])
    #expect(conversation.sample.store.committed == 0)
  }
}
