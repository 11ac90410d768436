import JSON
import Testing

@Suite struct BelievableTimeTests {
  @Test func `a record of year 1 is refused with what it comes from`() throws {
    let bench = try Bench()
    let message = try bench.failure(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "0001-01-01T00:00:00Z"])
    #expect(message.contains("0001-01-01T00:00:00Z") && message.contains("nobody has set") && message.contains("Go"))
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 0)
  }

  @Test func `a session without a period is asked for as a whole`() throws {
    let bench = try Bench(at: "2026-11-21T12:00:00Z")
    for time in ["2026-08-01T00:00:00Z", "2026-11-21T11:00:00Z"] {
      try bench.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 1, "session_id": "s", "timestamp": .string(time)])
    }
    #expect(try bench.call("get_usage", ["session_id": "s"]).at("totals.requests") == 2)
    #expect(try bench.call("get_usage", ["session_id": "s", "period": "this_month"]).at("totals.requests") == 1)
    #expect(try bench.call("get_usage", ["session_id": "s", "since": "2026-11-01"]).at("totals.requests") == 1)
    #expect(try bench.call("get_usage", [:]).at("totals.requests") == 1)
    #expect(try bench.resource("usage://session/s").at("totals.requests") == 2)
  }
}
