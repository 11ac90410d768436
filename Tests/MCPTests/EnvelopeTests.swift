import JSON
import Testing

@testable import MCP

/// A line that is no proper request, and the error that answers it.
struct RawCase: Sendable, CustomTestStringConvertible {
  let line: String
  /// Nil when nothing answers.
  let code: Int64?
  /// The id in the answer, as JSON.
  var id: String?

  var testDescription: String { line }
}

@Suite struct EnvelopeTests {
  static let cases: [RawCase] = [
    RawCase(line: "x", code: -32700),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"method":"ping""#, code: -32700),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, code: -32700),
    RawCase(line: #"{"jsonrpc":"2.0","id":"\ud800","method":"ping"}"#, code: -32700),
    RawCase(line: String(repeating: "[", count: 200) + String(repeating: "]", count: 200), code: -32700),
    RawCase(line: "1", code: -32600),
    RawCase(line: "null", code: -32600),
    RawCase(line: "[]", code: -32600),
    RawCase(line: "{}", code: -32600),
    RawCase(line: #"{"id":1,"method":"ping"}"#, code: -32600, id: "1"),
    RawCase(line: #"{"jsonrpc":"1.0","id":"a","method":"ping"}"#, code: -32600, id: #""a""#),
    RawCase(line: #"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, code: -32600, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":1}"#, code: -32600, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"method":5}"#, code: -32600, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","method":null}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":1e3,"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, code: -32600),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, code: -32602, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"method":"ping","params":null}"#, code: -32602, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":1,"method":"nope"}"#, code: -32601, id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":"","method":"PING"}"#, code: -32601, id: #""""#),
    RawCase(
      line: #"{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"x"}}"#, code: -32601,
      id: "1"),
    RawCase(line: #"{"jsonrpc":"2.0","id":9,"result":{}}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","id":9,"error":{"code":1,"message":"x"}}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","result":{}}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","method":"notifications/nope","params":5}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#, code: nil),
    RawCase(
      line: #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":null}}"#, code: nil),
    RawCase(line: #"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"write_item"}}"#, code: nil),
  ]

  @Test(arguments: ProtocolVersion.allCases, cases)
  func `a line that asks for nothing proper gets its error`(revision: ProtocolVersion, raw: RawCase) throws {
    let conversation = Conversation(revision)
    let frames = conversation.send(raw.line)
    guard let code = raw.code else {
      #expect(frames == [])
      return
    }
    let message = try only(frames)
    #expect(message.code == code)
    #expect(message["id"].map(JSONWriter.string) == raw.id)
    #expect(message["jsonrpc"] == "2.0")
    #expect(conversation.sample.notes.count == (raw.id == nil ? 1 : 0))
    #expect(conversation.sample.store.committed == 0)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `bytes that are no UTF-8 are a parse error`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let frames = conversation.session.receive([.text(Array(#"{"jsonrpc":"2.0","id":""#.utf8) + [0xFF])])
    #expect(try JSONParser.parse(frames[0]).object?.code == -32700)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `a line that is too long is refused without an id`(revision: ProtocolVersion) throws {
    let frames = Conversation(revision).session.receive([.tooLong])
    let message = try #require(try JSONParser.parse(frames[0]).object)
    #expect(message.code == -32600)
    #expect(message["id"] == nil)
  }

  @Test(
    arguments: [
      "0", "1", #""1""#, #""""#, "-0", "9007199254740993", "123456789012345678901234567890", #""é\u0000""#,
    ])
  func `an id comes back as it was sent`(id: String) throws {
    let conversation = Conversation(.v2025_06_18)
    let frames = conversation.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#)
    #expect(frames == [#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#])
  }

  @Test func `unknown members are ignored at every level`() throws {
    let conversation = Conversation(.v2025_06_18)
    let frames = conversation.send(
      #"{"x":1,"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"y":[],"name":"search_items","#
        + #""arguments":{"query":"q"},"_meta":{"traceparent":"00","z":null}}}"#)
    #expect(try only(frames).isError == false)
  }

  @Test func `ten thousand requests in one read are answered in order`() throws {
    let conversation = Conversation(.v2025_06_18)
    let lines = (0..<10_000).map { Line.text(Array(#"{"jsonrpc":"2.0","id":\#($0),"method":"ping"}"#.utf8)) }
    let frames = conversation.session.receive(lines)
    #expect(frames.count == 10_000)
    #expect(frames.last == Array(#"{"jsonrpc":"2.0","id":9999,"result":{}}"#.utf8))
    // Two for the greeting, and some for what leaves before all is answered.
    #expect((4...50).contains(conversation.sample.store.commits))
  }
}
