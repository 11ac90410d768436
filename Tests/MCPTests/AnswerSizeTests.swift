import JSON
import MCP
import Testing

@Suite struct AnswerSizeTests {
  @Test func `an answer above ten million bytes becomes a failure that says so`() throws {
    let answer = try #require(try ask("tools/call", ["name": "repeat"], ofBytes: 6_000_000))
    let result = try #require(answer["result"]?.object)
    #expect(result["isError"] == true)
    #expect(result["structuredContent"] == nil)
  }

  @Test func `an answer just below ten million bytes is sent whole`() throws {
    let answer = try #require(try ask("tools/call", ["name": "repeat"], ofBytes: 4_900_000))
    let content = answer["result"]?.object?["structuredContent"]?.object
    #expect(content?["text"]?.string?.utf8.count == 4_900_000)
  }

  @Test func `a resource above ten million bytes is refused with its URI`() throws {
    let answer = try #require(try ask("resources/read", ["uri": "demo://text"], ofBytes: 10_000_000))
    let error = try #require(answer["error"]?.object)
    #expect(error["code"] == -32603)
    #expect(error["data"] == ["uri": "demo://text"])
  }

  /// Returns the answer of a server whose only tool and resource hold a text of `count` bytes.
  private func ask(_ method: String, _ params: JSONValue, ofBytes count: Int) throws -> JSONObject? {
    let text = String(repeating: "x", count: count)
    var server = Server(info: ServerInfo(name: "demo", title: "Demo", version: "1.0.0", instructions: ""))
    let declaration = try ToolDeclaration(
      ["name": "repeat", "inputSchema": ["type": "object", "properties": [:], "additionalProperties": false]])
    server.tools = [Tool(declaration: declaration) { _ in .finished(["text": .string(text)]) }]
    server.resources = [Resource(uri: "demo://text", name: "text", title: "Text", description: "A text")]
    server.readResource = { ResourceContents(uri: $0, text: text, freshness: .fixed) }
    let lines: [JSONValue] = [
      ["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": [:]],
      ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params],
    ]
    let frames = Session(server: server).receive(lines.map { .text(JSONWriter.bytes($0)) })
    return try frames.last.map { try JSONParser.parse($0) }?.object
  }
}
