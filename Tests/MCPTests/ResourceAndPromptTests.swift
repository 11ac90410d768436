import JSON
import Testing

@testable import MCP

@Suite struct ResourceAndPromptTests {
  @Test(
    arguments: ProtocolVersion.allCases,
    ["tools/list", "resources/list", "resources/templates/list", "prompts/list"])
  func `a list is one page, and a cursor is unknown`(revision: ProtocolVersion, method: String) throws {
    let conversation = Conversation(revision)
    let result = try #require(try conversation.ask(method).result)
    #expect(result["nextCursor"] == nil)
    for cursor: JSONValue in ["", "abc", 5, .null] {
      #expect(try conversation.ask(method, ["cursor": cursor]).code == -32602)
    }
    guard revision == .v2026_07_28 else { return }
    #expect(result["ttlMs"] == 3_600_000)
    #expect(result["cacheScope"] == "public")
  }

  @Test func `resources, templates and prompts are listed with all they have`() throws {
    let conversation = Conversation(.v2025_11_25)
    #expect(
      try conversation.ask("resources/list").result?["resources"]?.array?.first == [
        "uri": "demo://table", "name": "table", "title": "Table", "description": "Everything",
        "mimeType": "application/json",
      ])
    #expect(
      try conversation.ask("resources/templates/list").result?["resourceTemplates"] == [
        [
          "uriTemplate": "demo://item/{id}{?days}", "name": "item", "title": "Item",
          "description": "One item by id", "mimeType": "application/json",
        ]
      ])
    #expect(
      try conversation.ask("prompts/list").result?["prompts"] == [
        [
          "name": "review", "title": "Review", "description": "Review an item",
          "arguments": [
            ["name": "id", "description": "which item", "required": true],
            ["name": "style", "description": "how", "required": false],
          ],
        ]
      ])
  }

  @Test func `what is read says how long it may be kept`() throws {
    let conversation = Conversation()
    let fixed = try #require(try conversation.ask("resources/read", ["uri": "demo://table"]).result)
    #expect(fixed["ttlMs"] == 3_600_000)
    #expect(fixed["cacheScope"] == "public")
    let volatile = try #require(try conversation.ask("resources/read", ["uri": "demo://item/a1"]).result)
    #expect(volatile["ttlMs"] == 0)
    #expect(volatile["cacheScope"] == "private")
    #expect(
      volatile["contents"] == [
        ["uri": "demo://item/a1", "mimeType": "application/json", "text": "{\"id\":\"a1\"}"]
      ])
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `what does not exist is an error with its URI`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    for uri in ["demo://item/none", "demo://nowhere", "", "file:///etc/passwd"] {
      let message = try conversation.ask("resources/read", ["uri": .string(uri)])
      #expect(message.code == (revision == .v2026_07_28 ? -32602 : -32002))
      #expect(message["error"]?.object?["data"] == ["uri": .string(uri)])
    }
    #expect(try conversation.ask("resources/read").code == -32602)
    #expect(try conversation.ask("resources/read", ["uri": 5]).code == -32602)
    #expect(try conversation.ask("resources/read", ["uri": "demo://item/refused"]).code == -32602)
    #expect(try conversation.ask("resources/read", ["uri": "demo://item/fault"]).code == -32603)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `a prompt gives its messages`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    let params: JSONObject = ["name": "review", "arguments": ["id": "a1", "other": "x"]]
    let result = try #require(try conversation.ask("prompts/get", params).result)
    #expect(result["description"] == "Review an item")
    #expect(
      result["messages"] == [["role": "user", "content": ["type": "text", "text": "Review item a1."]]])
    #expect(result["ttlMs"] == nil)
  }

  @Test(arguments: [
    (#"{}"#, -32602), (#"{"name":"nope"}"#, -32602), (#"{"name":"review"}"#, -32602),
    (#"{"name":"review","arguments":{"style":"x"}}"#, -32602),
    (#"{"name":"review","arguments":{"id":5}}"#, -32602), (#"{"name":"review","arguments":[]}"#, -32602),
    (#"{"name":"review","arguments":{"id":"refused"}}"#, -32602),
    (#"{"name":"review","arguments":{"id":"fault"}}"#, -32603),
  ])
  func `a wrong question for a prompt is an error`(params: String, code: Int64) throws {
    let conversation = Conversation(.v2025_06_18)
    #expect(try conversation.ask("prompts/get", try parsed(params).object ?? [:]).code == code)
  }

  private func completion(_ ref: String, _ name: String, _ value: String) throws -> JSONValue? {
    let params: JSONObject = [
      "ref": try parsed(ref), "argument": ["name": .string(name), "value": .string(value)],
      "context": ["arguments": [:]],
    ]
    return try Conversation().ask("completion/complete", params).result?["completion"]
  }

  @Test(arguments: [
    (#"{"type":"ref/prompt","name":"review"}"#, "id"),
    (#"{"type":"ref/resource","uri":"demo://item/{id}{?days}"}"#, "id"),
    (#"{"type":"ref/resource","uri":"demo://item/{id}{?days}"}"#, "days"),
  ])
  func `an argument is completed`(ref: String, name: String) throws {
    #expect(try completion(ref, name, "a") == ["values": ["a0", "a1"], "total": 2, "hasMore": false])
    let many = try #require(try completion(ref, name, "many")?.object)
    #expect(many["values"]?.array?.count == 100)
    #expect(many["hasMore"] == true)
    #expect(many["total"] == nil)
  }

  @Test func `an unknown argument has no values`() throws {
    let none: JSONValue = ["values": [], "total": 0, "hasMore": false]
    #expect(try completion(#"{"type":"ref/prompt","name":"review"}"#, "nope", "a") == none)
    #expect(try completion(#"{"type":"ref/resource","uri":"demo://table"}"#, "id", "a") == none)
  }

  @Test(arguments: [
    #"{}"#, #"{"ref":{"type":"ref/prompt","name":"nope"},"argument":{"name":"id","value":""}}"#,
    #"{"ref":{"type":"ref/resource","uri":"demo://nope"},"argument":{"name":"id","value":""}}"#,
    #"{"ref":{"type":"ref/tool","name":"review"},"argument":{"name":"id","value":""}}"#,
    #"{"ref":{"type":"ref/prompt","name":"review"},"argument":{"name":"id"}}"#,
    #"{"ref":{"type":"ref/prompt","name":"review"},"argument":{"name":"id","value":5}}"#,
  ])
  func `a wrong question for a completion is an error`(params: String) throws {
    #expect(try Conversation().ask("completion/complete", try parsed(params).object ?? [:]).code == -32602)
  }
}
