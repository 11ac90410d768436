import JSON
import Testing

/// Models read the tools' definitions with every request, and pay for each word.
@Suite struct ToolBudgetTests {
  private func tools() throws -> [JSONValue] {
    try #require(Bench().request("tools/list", [:]).at("result.tools")?.array)
  }

  @Test func `what a model reads of all tools has at most 2,400 tokens`() throws {
    let definitions = try tools().map { tool -> Int in
      var definition = JSONObject()
      for name in ["name", "description", "inputSchema"] { definition[name] = tool.at(name) }
      return JSONWriter.bytes(.object(definition)).count
    }
    // 2,395 tokens of o200k were 10,630 bytes; `.ci/run` counts the tokens themselves.
    #expect(definitions.reduce(0, +) <= 10_650)
  }

  @Test(
    arguments: [
      ("estimate_cost", ["model": "gpt-4o", "input_tokens": 1, "calls": 1_000_001], "give 1 to 1,000,000"),
      (
        "estimate_cost", ["model": "gpt-4o", "input_tokens": 1, "service_tier": "bach"],
        "must be one of standard, batch"
      ),
      ("compare_models", ["based_on": "last_year"], "Give one of today"),
      ("compare_models", ["input_tokens": 1, "limit": 201], "give 1 to 200"),
      ("get_usage", ["group_by": ["model", "agent", "day", "mode"]], "at most 3"),
      ("check_limit", ["input_tokens": 1, "reserve_seconds": 86_401], "give 1 to 86,400"),
      ("record_usage", ["calls": [["model": "gpt-4o", "input_tokens": 1, "duration_ms": -1]]], "at least 0"),
    ] as [(String, JSONObject, String)])
  func `bounds that models are not told hold all the same`(_ tool: String, _ arguments: JSONObject, _ words: String)
    throws
  {
    let text = try Bench().failure(tool, arguments)
    #expect(text.contains(words), "\(text)")
    #expect(try tools().allSatisfy { $0.at("bounds") == nil && $0.at("formerNames") == nil })
  }
}
