import JSON
import Ledger
import Server
import Service
import Testing

/// Several calls in one: all of them are entered, or none.
@Suite struct RecordTogetherTests {
  private func count(_ bench: Bench) throws -> JSONValue? {
    try bench.call("get_usage", ["period": "all"]).at("totals.requests")
  }

  @Test func `several calls are recorded at once, each with its answer in order`() throws {
    let bench = try Bench()
    let answer = try bench.call(
      "record_usage",
      [
        "calls": [
          ["model": "gpt-4o", "input_tokens": 1_000, "request_id": "a"],
          ["model": "my-own", "input_tokens": 7],
          ["model": "claude-sonnet-4-5", "usage": ["input_tokens": 100, "output_tokens": 10], "cost_usd": 2],
          ["model": "gpt-4o", "input_tokens": 1_000, "request_id": "a"],
        ], "include": [],
      ])
    #expect(answer.at("records")?.each("created") == [true, true, true, false])
    #expect(answer.at("records")?.each("cost.amount") == [.decimal("0.0025"), nil, 2, .decimal("0.0025")])
    #expect(answer.at("records")?.each("cost.kind") == [nil, "unpriced", "reported", nil])
    #expect(answer.at("records.0.id") == answer.at("records.3.id"))
    #expect(answer.at("cost") == ["amount": .decimal("2.0025"), "currency": "USD"])
    #expect(answer.at("warnings.0")?.string?.hasPrefix("calls.1: Model \"my-own\"") == true)
    #expect(try count(bench) == 3)
  }

  @Test func `dimensions next to the calls hold for those that name none`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage",
      [
        "session_id": "s", "agent": "writer",
        "calls": [
          ["model": "gpt-4o", "input_tokens": 1], ["model": "gpt-4o", "input_tokens": 2, "agent": "reader"],
          ["model": "gpt-4o", "input_tokens": 4, "agent": "(none)", "session_id": ""],
        ],
      ])
    let groups = try bench.call("get_usage", ["group_by": ["agent"], "session_id": "s", "order_by": "tokens"])
    #expect(groups.at("groups")?.each("tokens.input") == [4, 2, 1])
    #expect(groups.at("groups.1.key.agent") == "reader" && groups.at("groups.2.key.agent") == "writer")
  }

  @Test(
    arguments: [
      (["model": "gpt-4o", "input_tokens": -1], "`input_tokens`"), (["input_tokens": 1], "`model` is missing"),
      (["model": "gpt-4o", "input_token": 1], "did you mean `input_tokens`"), ("text", "`calls.2`"),
      (["model": "gpt-4o", "input_tokens": 5, "timestamp": "2026-11-23T00:00:00Z"], "24 hours"),
      (["model": "gpt-4o", "input_tokens": 5, "calls": []], "`calls.2`"),
      (["model": "gpt-4", "output_tokens": 90_000_000_000], "$1,000,000"),
      (["model": "ollama/llama3.2", "usage": ["input_tokens": 1_000_000_000_000]], "1000000000000"),
    ] as [(JSONValue, String)])
  func `one call that cannot be entered keeps all out, and is named`(_ bad: JSONValue, _ reason: String) throws {
    let bench = try Bench()
    let good: JSONValue = ["model": "gpt-4o", "input_tokens": 5]
    let message = try bench.failure("record_usage", ["calls": [good, good, bad, good]])
    #expect(message.contains(reason), "\(message)")
    #expect(message.contains("calls.2"), "\(message)")
    #expect(try count(bench) == 0)
  }

  @Test func `a call that cannot be entered with what is recorded of it keeps all out`() throws {
    let bench = try Bench()
    // Either side is below a million dollars, both together are above it.
    let calls: JSONValue = [
      ["model": "gpt-4o", "input_tokens": 5],
      ["model": "gpt-4o", "input_tokens": 100_000_000_000, "request_id": "a"],
      ["model": "gpt-4o", "output_tokens": 99_000_000_000, "request_id": "a"],
    ]
    #expect(try bench.failure("record_usage", ["calls": calls]).contains("none that was sent with it was recorded"))
    #expect(try count(bench) == 0)
    #expect(try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 5]).at("created") == true)
  }

  @Test func `calls that turn out to be one are counted and named once`() throws {
    let bench = try Bench()
    let message = { (id: String) -> JSONValue in
      ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 0, "request_id": .string(id)]
    }
    let joining: JSONValue = ["model": "gpt-4o", "input_tokens": 1_000, "request_id": "a", "message_id": "msg_b"]
    let second: JSONValue = ["model": "gpt-4o", "input_tokens": 1_000, "message_id": "msg_b"]
    let answer = try bench.call("record_usage", ["calls": [message("a"), second, joining]])
    #expect(answer.at("cost.amount") == .decimal("0.0025"))
    #expect(answer.at("records.0.id") == answer.at("records.1.id"))
    #expect(answer.at("records.2.id") == answer.at("records.0.id"))
    #expect(try count(bench) == 1)
  }

  @Test func `a thousand calls are taken, and one more is refused`() throws {
    let bench = try Bench()
    let call: JSONValue = ["model": "gpt-4o", "input_tokens": 1]
    let answer = try bench.call("record_usage", ["calls": .array(Array(repeating: call, count: 1_000))])
    #expect(answer.at("records")?.array?.count == 1_000)
    #expect(try bench.failure("record_usage", ["calls": .array(Array(repeating: call, count: 1_001))]).contains("1000"))
    #expect(try count(bench) == 1_000)
  }

  @Test func `what belongs into a call is refused next to the list`() throws {
    let message = try Bench().failure("record_usage", ["model": "gpt-4o", "calls": [["input_tokens": 1]]])
    #expect(message.contains("`model` cannot be given together with `calls`"))
  }

  @Test func `a body of which a later part is out of bounds leaves nothing`() throws {
    let bench = try Bench()
    let usage: JSONValue = [
      "input_tokens": 10, "output_tokens": 5,
      "iterations": [
        ["type": "message", "input_tokens": 10, "output_tokens": 5],
        ["type": "advisor_message", "model": "ollama/llama3.2", "input_tokens": 200_000_000_000, "output_tokens": 1],
      ],
    ]
    let message = try bench.failure("record_usage", ["model": "claude-sonnet-4-5", "usage": usage])
    #expect(message.contains("200000000000"), "\(message)")
    #expect(try count(bench) == 0)
  }

  @Test func `a reservation's name that cannot be one leaves nothing recorded`() throws {
    let bench = try Bench()
    let long = JSONValue.string(String(repeating: "x", count: 257))
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 5, "reservation_id": long]
    #expect(try bench.failure("record_usage", call).contains("257 characters"))
    #expect(try count(bench) == 0)
  }

  @Test(
    arguments: [
      ["session_id": .string(String(repeating: "x", count: 257))],
      ["operation": .string(String(repeating: "x", count: 257))],
      ["input_tokens": 1_000_000_000_000], ["text": "a", "input_tokens": 4],
      ["model": "gpt-4o", "cache_read_tokens": 5, "input_tokens": 2],
      ["reserve": true, "reserve_seconds": 100_000],
    ] as [JSONObject])
  func `a question that is refused gives no reservation back`(_ bad: JSONObject) throws {
    let bench = try Bench { $0.limits.rules = [.daily(1_000)] }
    let held = try bench.call("check_limit", ["input_tokens": 300, "output_tokens": 0, "reserve": true])
    var question = bad
    question["release"] = held.at("reservation.id")
    _ = try bench.failure("check_limit", question)
    #expect(try bench.call("check_limit", [:]).at("limits.0.reserved") == 300)
  }
}
