import JSON
import Testing

@testable import MCP

@Suite struct ToolTests {
  @Test(arguments: ProtocolVersion.allCases)
  func `an answer stands as structure and as the same text`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let query = "a \"quoted\" \\ \n line\u{0} é 🙂"
    let message = try only(conversation.send(conversation.call("search_items", ["query": .string(query)])))
    let structured = try #require(message.result?["structuredContent"])
    #expect(structured == ["hits": [.string(query)]])
    #expect(try parsed(message.text ?? "") == structured)
    #expect(message.isError == false)
    #expect((message.result?["resultType"] != nil) == (revision == .v2026_07_28))
  }

  @Test func `an answer that is written at once is sent as one that is built`() throws {
    let content: JSONObject = ["text": "a \"quoted\" \\ \n é 🙂", "count": 5]
    let built = try frame(of: .finished(content))
    #expect(try frame(of: .written(JSONWriter.bytes(.object(content)))) == built)
    #expect(try parsed(built).object?["result"]?.object?["structuredContent"] == .object(content))
  }

  /// What is sent when the only tool of a server comes to `outcome`.
  private func frame(of outcome: ToolOutcome) throws -> String {
    var server = Server(info: ServerInfo(name: "demo", title: "Demo", version: "1.0.0", instructions: ""))
    let declaration = try ToolDeclaration(["name": "tool", "inputSchema": ["type": "object"]])
    server.tools = [Tool(declaration: declaration) { _ in outcome }]
    let lines: [JSONValue] = [
      ["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": [:]],
      ["jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["name": "tool"]],
    ]
    let frames = Session(server: server).receive(lines.map { .text(JSONWriter.bytes($0)) })
    return String(decoding: try #require(frames.last), as: UTF8.self)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `wrong arguments are a result that says so`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let line = conversation.call("search_items", ["query": "q", "limit": 900])
    let message = try only(conversation.send(line))
    #expect(message.isError == true)
    #expect(message.text == "search_items: 1 wrong, /limit")
    #expect(message.result?["structuredContent"] == nil)
    #expect(conversation.sample.calls.isEmpty)
  }

  @Test(arguments: [
    (#"{"query":"q","limit":"5"}"#, #"{"query":"q","limit":5}"#),
    (#"{"query":"q","limit":5.0}"#, #"{"query":"q","limit":5}"#),
    (#"{"query":"q","limit":null}"#, #"{"query":"q"}"#),
    (#""{\"query\":\"q\"}""#, #"{"query":"q"}"#),
  ])
  func `slips of models are mended`(given: String, taken: String) throws {
    let conversation = Conversation()
    let message = try only(conversation.send(conversation.call("search_items", try parsed(given))))
    #expect(message.isError == false)
    #expect(conversation.sample.calls.map { JSONWriter.string(.object($0)) } == [taken])
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `a call that names no tool is an error`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    #expect(try only(conversation.send(conversation.call("nope"))).code == -32602)
    #expect(try conversation.ask("tools/call").code == -32602)
    #expect(try conversation.ask("tools/call", ["name": 5]).code == -32602)
    for arguments: JSONValue in [[1], 5, true, "x", "[1]"] {
      #expect(try only(conversation.send(conversation.call("write_item", arguments))).code == -32602)
    }
    #expect(conversation.sample.store.committed == 0)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `arguments may be left out or null`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    #expect(try only(conversation.send(conversation.call("write_item"))).isError == false)
    #expect(try only(conversation.send(conversation.call("write_item", .null))).isError == false)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `a failure that the caller can mend is a result, any other an error`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let refused = try only(conversation.send(conversation.call("refuse")))
    #expect(refused.isError == true)
    #expect(refused.text == "no item \"x\"; did you mean \"y\"?")
    let failed = try only(conversation.send(conversation.call("fail")))
    #expect(failed.code == -32603)
    #expect(conversation.sample.notes == ["tools/call failed: Fault()"])
  }

  #if DEBUG
    @Test func `an answer that breaks its schema is found out`() throws {
      let conversation = Conversation()
      #expect(try only(conversation.send(conversation.call("lie"))).code == -32603)
      #expect(conversation.sample.notes.count == 1)
    }
  #endif

  @Test func `tools are listed as they were declared`() throws {
    let conversation = Conversation()
    let tools = try conversation.ask("tools/list").result?["tools"]?.array
    #expect(tools == conversation.sample.server.tools.map { .object($0.declaration.json) })
  }
}
