import JSON
import JSONSchema
import Ledger
import MCP
import Server
import Service
import TestSupport
import Testing

@Suite struct StrangeArgumentTests {
  /// Values that a confused model might send, sensible ones among them.
  private static let values: [JSONValue] = [
    .null, true, "true", "", " ", "5", "-5", "5.0", 0, 1, 7, -1, 1_000, .decimal("1.5"), .decimal("5e0"),
    .decimal("1e400"), .decimal("-1e-400"), .decimal("9223372036854775807"),
    .decimal("9223372036854775808"),
    .decimal("99999999999999999999999999999999999999"), .decimal("0.000000000000000001"), [], [:], [.null],
    ["model"], ["day", "session_id", "model"], ["week", "month"], ["trend", "records", "limits"], ["suggestions"],
    "today",
    "all",
    "2026-11-21", "2026-11-20T00:00:00Z", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59.999-23:59", "UTC",
    "Asia/Seoul", "gpt-4o", "claude-sonnet-4-5", "whisper-1", "nothing", ["gpt-4o", "nothing"], "batch",
    "partial",
    "a\u{0}b", "\u{FFFF}", "e\u{301}", .string(String(repeating: "x", count: 400)), ["image": 3, "page": 1],
    ["input_tokens": 5, "output_tokens": 2], ["cache_read": .decimal("1e12")], "{\"input_tokens\": 1}",
    "[\"day\"]",
  ]

  @Test(arguments: ["record_usage", "get_usage", "check_limit", "estimate_cost", "compare_models"])
  func `whatever the arguments are, a tool answers as declared or says what is wrong`(_ tool: String) throws {
    let bench = try Bench { $0.limits.rules = [.daily(1_000_000), .requests(100)] }
    let declaration = try #require(bench.server.tools.first { $0.declaration.name == tool }?.declaration)
    let names = try #require(declaration.json["inputSchema"]?.object?["properties"]?.object?.keys)
    var answered = 0
    try forAll(seed: 17, count: 400) { random in
      var arguments = JSONObject()
      for (name, value) in [("model", "gpt-4o"), ("input_tokens", 9)] as [(String, JSONValue)]
      where names.contains(name) {
        if Int.random(in: 0..<4, using: &random) > 0 { arguments[name] = value }
      }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        arguments[names[Int.random(in: names.indices, using: &random)]] =
          Self.values[Int.random(in: Self.values.indices, using: &random)]
      }
      return arguments
    } check: { arguments in
      let answer = try bench.request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
      guard let result = answer.at("result") else { return false }
      guard let content = result.at("structuredContent") else {
        return result.at("isError") == true && (result.at("content.0.text")?.string?.utf8.count ?? 0) > 20
      }
      answered += 1
      return declaration.output?.violations(in: content).isEmpty == true
    }
    #expect(answered > 60)
  }
}
