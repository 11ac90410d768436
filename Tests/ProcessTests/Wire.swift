import JSON

/// Messages that clients send, and what is read from answers.
enum Wire {
  static func initialize(_ version: String = "2025-11-25") -> JSONValue {
    [
      "jsonrpc": "2.0", "id": 0, "method": "initialize",
      "params": [
        "protocolVersion": .string(version), "capabilities": [:],
        "clientInfo": ["name": "process-tests", "version": "1"],
      ],
    ]
  }

  static func ping(_ id: Int) -> JSONValue { request(id, "ping") }

  static func request(_ id: Int, _ method: String, _ params: JSONObject = [:]) -> JSONValue {
    ["jsonrpc": "2.0", "id": number(id), "method": .string(method), "params": .object(params)]
  }

  static func call(_ id: Int, _ tool: String, _ arguments: JSONObject = [:]) -> JSONValue {
    request(id, "tools/call", ["name": .string(tool), "arguments": .object(arguments)])
  }

  static func record(_ id: Int, request: String? = nil, input: Int = 1_000, output: Int = 100) -> JSONValue {
    var arguments: JSONObject = [
      "model": "gpt-4o", "input_tokens": number(input), "output_tokens": number(output), "session_id": "s",
    ]
    if let request { arguments.append("request_id", .string(request)) }
    return call(id, "record_usage", arguments)
  }

  static func cancel(_ id: Int) -> JSONValue {
    ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": number(id)]]
  }

  /// A request of 2026-07-28.
  static func modern(_ id: Int, _ method: String, _ params: JSONObject = [:]) -> JSONValue {
    var params = params
    params.append(
      "_meta",
      [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
      ])
    return request(id, method, params)
  }

  static func number(_ value: Int) -> JSONValue { .number(JSONNumber(Int64(value))) }
}

extension JSONValue {
  subscript(_ key: String) -> JSONValue? { object?[key] }
  var integer: Int? { number?.int64.map(Int.init) }
  /// The id of a response.
  var id: Int? { self["id"]?.integer }
  /// The code of an error response.
  var errorCode: Int? { self["error"]?["code"]?.integer }
  /// True for the result of a tool that has failed.
  var isToolError: Bool { self["result"]?["isError"]?.bool == true }
  /// The text of a tool's result.
  var text: String { self["result"]?["content"]?.array?.first?["text"]?.string ?? "" }
  /// The structured content of a tool's result.
  var content: JSONValue { self["result"]?["structuredContent"] ?? .null }
}
