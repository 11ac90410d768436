import JSON
import Testing

@testable import MCP

/// Arrays of messages, which revision 2025-03-26 has, and messages that are too much.
@Suite struct LongArrayTests {
  private let failure = ToolFailure(message: "the disk is full; free some space")

  private func writes(_ conversation: Conversation, _ ids: Range<Int64>) -> String {
    "[\(ids.map { conversation.call("write_item", id: .number(JSONNumber($0))) }.joined(separator: ","))]"
  }

  /// An array of writes, each as long as one batch takes.
  private func longWrites(_ conversation: Conversation) -> String {
    "[\((0..<3).map { conversation.call("write_item", id: .number(JSONNumber(Int64($0)))).filled }.joined(separator: ","))]"
  }

  private func replies(_ frames: [String]) throws -> [JSONObject] {
    try #require(frames.count == 1)
    return try parsed(frames[0]).array?.compactMap(\.object) ?? []
  }

  @Test func `an array is answered in several batches and with one array`() throws {
    let conversation = Conversation(.v2025_03_26)
    conversation.tell(longWrites(conversation), conversation.line("ping", id: 9))
    #expect(conversation.proceed() == [])
    #expect(conversation.sample.store.committed == 1)
    #expect(conversation.proceed() == [])
    conversation.sample.store.failure = failure
    #expect(conversation.proceed() == [])
    let frames = conversation.proceed()
    #expect(try replies([frames[0]]).map(\.isError) == [false, false, true])
    #expect(frames.dropFirst() == [#"{"jsonrpc":"2.0","id":9,"result":{}}"#])
  }

  @Test func `a message of an array is dropped when its cancellation comes before its turn`() throws {
    let conversation = Conversation(.v2025_03_26)
    conversation.tell(longWrites(conversation))
    #expect(conversation.proceed() == [])
    conversation.tell(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
    #expect(conversation.proceed() == [])
    #expect(try replies(conversation.proceed()).map { $0["id"] } == [0, 2])
  }

  @Test func `what is done of an array is answered when the process has to stop`() throws {
    let conversation = Conversation(.v2025_03_26)
    conversation.tell(longWrites(conversation))
    #expect(conversation.proceed() == [])
    #expect(try replies(conversation.end()).map { $0["id"] } == [0])
  }

  @Test func `an array of more than a thousand messages is refused whole`() throws {
    let conversation = Conversation(.v2025_03_26)
    let message = try only(conversation.send(writes(conversation, 0..<1_001)))
    #expect(message.code == -32600)
    #expect(conversation.sample.store.committed == 0)
    #expect(try replies(conversation.send(writes(conversation, 0..<1_000))).count == 1_000)
  }

  @Test func `an array whose answers get too long is answered in part`() throws {
    let conversation = Conversation(.v2025_03_26)
    let query = JSONValue.string(String(repeating: "x", count: 1_000_000))
    let calls = (0..<5).map {
      conversation.call("search_items", ["query": query], id: .number(JSONNumber(Int64($0))))
    }
    let found = try replies(conversation.send("[\(calls.joined(separator: ","))]"))
    #expect(found.map { $0["id"] } == [0, 1, 2, 3, 4])
    #expect(found.map(\.code) == [nil, nil, nil, -32600, -32600])
    #expect(conversation.sample.calls.count == 3)
  }

  @Test(arguments: ["1", #"{"a":1}"#, "[1]", #""0123456789abcdef""#])
  func `a message of half a million values is refused before they are all there`(value: String) throws {
    let conversation = Conversation()
    let values = String(repeating: value + ",", count: 500_000)
    let line = conversation.call("search_items", ["query": "q"]).replacing("\"q\"", with: "[\(values)1]")
    let message = try only(conversation.send(line))
    #expect(message.code == -32600)
    #expect(message["id"] == nil)
    #expect(message.message?.contains("too many values") == true)
  }

  @Test func `an id that is too long to be sent back is no id`() throws {
    let conversation = Conversation()
    for id: JSONValue in [
      .string(String(repeating: "x", count: 1_001)), .string(String(repeating: "\u{1}", count: 200)),
    ] {
      let message = try only(conversation.send(conversation.line("tools/list", id: id)))
      #expect(message.code == -32600)
      #expect(message["id"] == nil)
    }
  }

  @Test func `streams and what they watch are bounded`() throws {
    let conversation = Conversation()
    let listen = { (count: Int) throws -> Int64? in
      let uris = (0..<count).map { JSONValue.string("demo://item/\($0)") }
      let params: JSONObject = ["notifications": ["resourceSubscriptions": .array(uris)]]
      return try only(conversation.send(conversation.line("subscriptions/listen", params))).code
    }
    #expect(try listen(1_001) == -32602)
    #expect(try listen(999) == nil)
    #expect(try listen(2) == -32600)
    for _ in 1..<1_000 { #expect(try listen(0) == nil) }
    #expect(try listen(0) == -32600)
  }

  @Test func `older revisions' subscriptions are bounded`() throws {
    let conversation = Conversation(.v2025_06_18)
    for number in 0..<1_000 {
      #expect(try conversation.ask("resources/subscribe", ["uri": .string("demo://item/\(number)")]).code == nil)
    }
    #expect(try conversation.ask("resources/subscribe", ["uri": "demo://item/7"]).code == nil)
    #expect(try conversation.ask("resources/subscribe", ["uri": "demo://count"]).code == -32600)
    let long = "demo://item/" + String(repeating: "x", count: 1_000)
    #expect(try conversation.ask("resources/subscribe", ["uri": .string(long)]).code == -32602)
  }
}
