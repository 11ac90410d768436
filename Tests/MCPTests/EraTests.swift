import JSON
import Testing

@testable import MCP

@Suite struct EraTests {
  @Test(arguments: [
    ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
    ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1900-01-01", "2025-11-25"),
    ("", "2025-11-25"),
  ])
  func `initialize is answered with the revision asked for or the newest of its kind`(
    asked: String, answered: String
  ) throws {
    let conversation = Conversation()
    let line = #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(asked)"}}"#
    let message = try only(conversation.send(line))
    #expect(
      message.result == [
        "protocolVersion": .string(answered),
        "capabilities": ["tools": [:], "resources": ["subscribe": true], "prompts": [:], "completions": [:]],
        "serverInfo": ["name": "swiftdemo", "title": "Swift Demo", "version": "1.0.0"],
        "instructions": .string(SampleServer.instructions),
      ])
  }

  @Test(arguments: ["", #","params":{}"#, #","params":{"protocolVersion":5}"#])
  func `initialize needs nothing`(params: String) throws {
    let message = try only(Conversation().send(#"{"jsonrpc":"2.0","id":0,"method":"initialize"\#(params)}"#))
    #expect(message.result?["protocolVersion"] == "2025-11-25")
  }

  @Test func `initialize is answered after requests of the newest revision, twice, and with their members`()
    throws
  {
    let conversation = Conversation()
    #expect(try conversation.ask("server/discover").result?["supportedVersions"] == ["2026-07-28"])
    for version in ["2025-06-18", "2024-11-05"] {
      let line = conversation.line("initialize", ["protocolVersion": .string(version)])
      #expect(try only(conversation.send(line)).result?["protocolVersion"] == .string(version))
    }
    #expect(try conversation.ask("tools/list").result?["resultType"] == "complete")
    let legacy = try only(conversation.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#))
    #expect(legacy.result?.keys == ["tools"])
  }

  @Test func `server discover tells everything`() throws {
    let result = try #require(try Conversation().ask("server/discover").result)
    #expect(
      result == [
        "resultType": "complete", "supportedVersions": ["2026-07-28"],
        "capabilities": ["tools": [:], "resources": ["subscribe": true], "prompts": [:], "completions": [:]],
        "instructions": .string(SampleServer.instructions), "ttlMs": 3_600_000, "cacheScope": "public",
        "_meta": [
          "io.modelcontextprotocol/serverInfo": [
            "name": "swiftdemo", "title": "Swift Demo", "version": "1.0.0",
          ]
        ],
      ])
  }

  @Test func `what a server does not offer is not advertised and unknown`() throws {
    let session = Session(
      server: Server(info: ServerInfo(name: "n", title: "t", version: "1", instructions: "")))
    for method in [
      "tools/list", "tools/call", "resources/read", "prompts/get", "completion/complete",
      "subscriptions/listen",
    ] {
      let line = Conversation().line(method)
      let frames = session.receive([.text(Array(line.utf8))])
      #expect(try JSONParser.parse(frames[0]).object?.code == -32601)
    }
    let frames = session.receive([.text(Array(Conversation().line("server/discover").utf8))])
    #expect(try JSONParser.parse(frames[0]).object?.result?["capabilities"] == [:])
  }

  @Test(
    arguments: [
      ("{}", nil, -32602),
      (#"{"io.modelcontextprotocol/protocolVersion":5}"#, nil, -32602),
      (#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#, nil, -32602),
      (
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]}"#,
        nil, -32602
      ),
      (
        #"{"io.modelcontextprotocol/protocolVersion":"1900-01-01","io.modelcontextprotocol/clientCapabilities":{}}"#,
        "1900-01-01", -32022
      ),
      (
        #"{"io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}}"#,
        "2025-11-25", -32022
      ),
      (
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"#
          + #""io.modelcontextprotocol/logLevel":"loud"}"#, nil, -32602
      ),
    ] as [(String, String?, Int64)])
  func `the members of the newest revision are checked in their order`(
    meta: String, requested: String?, code: Int64
  ) throws {
    let conversation = Conversation()
    let line = #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":\#(meta)}}"#
    let message = try only(conversation.send(line))
    #expect(message.code == code)
    let data: JSONValue? = requested.map { ["supported": ["2026-07-28"], "requested": .string($0)] }
    #expect(message["error"]?.object?["data"] == data)
  }

  @Test(arguments: [
    "ping", "resources/subscribe", "resources/unsubscribe", "logging/setLevel", "tasks/get", "nope",
  ])
  func `what the newest revision does not have is unknown in it`(method: String) throws {
    let params: JSONObject = ["uri": "demo://count"]
    #expect(try Conversation().ask(method, params).code == -32601)
  }

  @Test func `without a revision only ping is answered`() throws {
    let conversation = Conversation()
    #expect(
      conversation.send(#"{"jsonrpc":"2.0","id":0,"method":"ping"}"#) == [
        #"{"jsonrpc":"2.0","id":0,"result":{}}"#
      ])
    let message = try only(conversation.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#))
    #expect(message.code == -32602)
    #expect(message.message?.contains("initialize") == true)
    #expect(try only(conversation.send(#"{"jsonrpc":"2.0","id":1,"method":"nope"}"#)).code == -32601)
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `results of older revisions have no members of the newest`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    #expect(try conversation.ask("tools/list").result?.keys == ["tools"])
    #expect(try conversation.ask("resources/read", ["uri": "demo://table"]).result?.keys == ["contents"])
    let call = try only(conversation.send(conversation.call("search_items", ["query": "q"])))
    #expect(call.result?.keys == ["content", "structuredContent", "isError"])
  }
}
