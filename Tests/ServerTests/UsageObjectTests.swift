import JSON
import Testing

@Suite struct UsageObjectTests {
  @Test func `a whole response body gives model, id, usage and tier`() throws {
    let bench = try Bench()
    let body: JSONValue = [
      "id": "msg_01", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929",
      "content": [],
      "usage": [
        "input_tokens": 100, "cache_read_input_tokens": 1_000, "cache_creation_input_tokens": 300,
        "cache_creation": ["ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100],
        "output_tokens": 50,
        "server_tool_use": ["web_search_requests": 1], "service_tier": "batch",
      ],
    ]
    let answer = try bench.call("record_usage", ["usage": body])
    #expect(answer.at("model") == "claude-sonnet-4-5-20250929")
    #expect(answer.at("priced_as") == "claude-sonnet-4-5")
    #expect(
      answer.at("tokens") == [
        "input": 1_400, "output": 50, "cache_read": 1_000, "cache_write": 300, "total": 1_450,
      ])
    // Half of 100 at $3, 1,000 at $0.30, 200 at $3.75, 100 at $6, 50 at $15 a million, and one search.
    #expect(answer.at("cost.amount") == .decimal("0.0113500"))
    let again = try bench.call("record_usage", ["usage": body, "request_id": "mine"])
    #expect(again.at("created") == false)
    #expect(
      try bench.call("record_usage", ["model": "claude-sonnet-4-5", "input_tokens": 1, "request_id": "mine"])
        .at("created") == false)
  }

  @Test func `a bare usage object needs the model, and says so`() throws {
    let bench = try Bench()
    let usage: JSONValue = [
      "prompt_tokens": 1_000, "completion_tokens": 100, "prompt_tokens_details": ["cached_tokens": 400],
    ]
    let answer = try bench.call("record_usage", ["usage": usage, "model": "gpt-4o"])
    #expect(answer.at("tokens.cache_read") == 400)
    #expect(answer.at("cost.amount") == .decimal("0.003"))
    #expect(try bench.failure("record_usage", ["usage": usage]).contains("`model` is missing"))
  }

  @Test func `Gemini's thoughts are output and its cache is input`() throws {
    let answer = try Bench().call(
      "record_usage",
      [
        "usage": [
          "modelVersion": "gemini-2.5-pro", "responseId": "x1",
          "usageMetadata": [
            "promptTokenCount": 1_000, "cachedContentTokenCount": 600, "candidatesTokenCount": 50,
            "thoughtsTokenCount": 150,
            "totalTokenCount": 1_200,
          ],
        ]
      ])
    #expect(
      answer.at("tokens") == [
        "input": 1_000, "output": 200, "cache_read": 600, "reasoning": 150, "total": 1_200,
      ])
    #expect(answer.at("cost.amount") == .decimal("0.002575"))
  }

  @Test func `a body that holds several calls makes a record of each`() throws {
    let bench = try Bench()
    let body = Bench.body(iterations: [
      ["type": "compaction", "input_tokens": 5_000, "output_tokens": 300],
      ["type": "advisor_message", "model": "claude-haiku-4-5", "input_tokens": 400, "output_tokens": 20],
      ["type": "advisor_message", "input_tokens": 7, "output_tokens": 2],
    ])
    let answer = try bench.call("record_usage", ["usage": body, "session_id": "s"])
    let calls = try #require(answer.at("records"))
    #expect(calls.each("model") == ["claude-opus-4-1", "claude-opus-4-1", "claude-haiku-4-5", "unknown"])
    #expect(calls.each("cost.amount") == [.decimal("0.00225"), .decimal("0.0975"), .decimal("0.0005"), nil])
    #expect(Set(calls.each("id")).count == 4)
    #expect(answer.at("session.requests") == 4)
    #expect(
      try bench.call("record_usage", ["usage": body]).at("records")?.each("created") == [
        false, false, false, false,
      ])
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 4)
  }

  @Test func `a body of which one call cannot be is not entered in part`() throws {
    let bench = try Bench()
    let body: JSONValue = [
      "id": "msg_03", "type": "message", "model": "claude-opus-4-1",
      "usage": [
        "input_tokens": 100, "output_tokens": 10,
        "iterations": [
          ["type": "message", "input_tokens": 100, "output_tokens": 10],
          ["type": "compaction", "input_tokens": 90_000_000_000_000, "output_tokens": 0],
        ],
      ],
    ]
    #expect(try bench.failure("record_usage", ["usage": body]).contains("$1,000,000"))
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 0)
  }

  @Test func `JSON text in place of an object is read`() throws {
    let answer = try Bench().call(
      "record_usage",
      [
        "model": "gpt-4o", "usage": .string(#"{"input_tokens": 10, "output_tokens": 2}"#),
        "metadata": .string(#"{"note": "x"}"#),
      ])
    #expect(answer.at("tokens.total") == 12)
  }

  @Test func `usage that cannot be read says what was found and what to pass`() throws {
    let bench = try Bench()
    func failure(_ usage: JSONValue) throws -> String {
      try bench.failure("record_usage", ["model": "gpt-4o", "usage": usage])
    }
    let unknown = try failure(["tokens": 5, "colour": "red"])
    #expect(unknown.contains("tokens, colour") && unknown.contains("input_tokens and output_tokens instead"))
    #expect(try failure(["usage": .null]).contains("carries the usage"))
    #expect(try failure(["prompt_tokens": -1, "completion_tokens": 1]).contains("below zero"))
    #expect(
      try failure(["prompt_tokens": .decimal("1.5"), "completion_tokens": 1]).contains("not a whole number"))
    #expect(try failure(["prompt_tokens": .decimal("1e99"), "completion_tokens": 1]).contains("too large"))
    #expect(
      try failure(["prompt_tokens": 1, "completion_tokens": 1, "prompt_tokens_details": ["cached_tokens": 2]])
        .contains("contradicts itself"))
    #expect(try failure("no json").contains("must be an object"))
    let both = try bench.failure(
      "record_usage", ["model": "gpt-4o", "usage": ["input_tokens": 1], "output_tokens": 1])
    #expect(both.contains("either `usage` or counts such as `output_tokens`"))
  }

  @Test(
    arguments: [
      ["completion_tokens": 50, "total_tokens": 1_050], ["prompt_tokens": 50, "total_tokens": 1_050],
      ["input_tokens": 100, "total_tokens": 150], ["output_tokens": 1, "total_tokens": 150], ["total_tokens": 150],
      ["outputTokens": 1, "totalTokens": 150],
      ["usage": ["total_tokens": 7], "model": "gpt-4o"], ["candidatesTokenCount": 5, "totalTokenCount": 1_005],
      ["id": "x", "model": "gpt-4o"], ["model": "gpt-4o", "usage": [:]],
    ] as [JSONObject])
  func `a usage that has lost members on the way is refused with what to do`(_ usage: JSONObject) throws {
    let bench = try Bench()
    let message = try bench.failure("record_usage", ["model": "gpt-4o", "usage": .object(usage)])
    #expect(message.contains("JSON text"), "\(message)")
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 0)
  }

  @Test func `an empty usage is none, and the failure says where its members went`() throws {
    let message = try Bench().failure("record_usage", ["model": "claude-sonnet-4-5", "usage": [:]])
    #expect(message.contains("There is nothing to count") && message.contains("JSON text"))
  }

  @Test func `a total beyond both sides, and a side that was not used, lose nothing`() throws {
    let bench = try Bench()
    for usage: JSONValue in [
      ["prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 1_015], ["prompt_tokens": 8, "total_tokens": 8],
      ["promptTokenCount": 8, "totalTokenCount": 8],
      ["promptTokenCount": 8, "thoughtsTokenCount": 2, "totalTokenCount": 10],
    ] {
      try bench.call("record_usage", ["model": "gpt-4o", "usage": usage])
    }
  }

  @Test func `a usage object may come as JSON text`() throws {
    let bench = try Bench()
    let text = #"{"input_tokens": 100, "cache_read_input_tokens": 9000, "output_tokens": 5}"#
    let answer = try bench.call(
      "record_usage", ["model": "claude-sonnet-4-5", "usage": .string(text), "include": ["details"]])
    #expect(answer.at("tokens.input") == 9_100)
  }
}
