import CivilTime
import Foundation
import JSON
import Ledger
import Server
import Service
import TestSupport
import Testing

/// When sessions begin and end, how many messages they have, and on how many there was usage in a span of time.
@Suite struct SessionLifeTests {
  private func record(_ bench: Bench, _ session: String, at time: String, _ more: JSONObject = [:]) throws {
    var call: JSONObject = [
      "model": "gpt-4o", "input_tokens": 1_000, "session_id": .string(session), "timestamp": .string(time),
    ]
    for (name, value) in more { call[name] = value }
    try bench.call("record_usage", call)
  }

  @Test func `a session shows its beginning, its messages and, once told, its end`() throws {
    let bench = try Bench()
    try record(bench, "s", at: "2026-11-20T09:00:00Z", ["message_id": "m1"])
    try record(bench, "s", at: "2026-11-20T09:00:20Z", ["message_id": "m1", "model": "gpt-4o-mini"])
    try record(bench, "s", at: "2026-11-20T09:05:00Z")
    try record(bench, "t", at: "2026-11-20T08:00:00Z")
    let question: JSONObject = ["period": "all", "session_id": "s"]
    let open: JSONValue = [
      "began_at": "2026-11-20T09:00:00Z", "last_at": "2026-11-20T09:05:00Z", "messages": 2,
    ]
    #expect(try bench.call("get_usage", question).at("session") == open)
    try record(bench, "s", at: "2026-11-20T09:10:00Z", ["session_end": true])
    #expect(try bench.call("get_usage", question).at("session.ended_at") == "2026-11-20T09:10:00Z")
    #expect(try bench.resource("usage://session/s").at("session.messages") == 3)
    // Whoever goes on has not ended.
    try record(bench, "s", at: "2026-11-20T09:20:00Z")
    #expect(try bench.call("get_usage", question).at("session")?.object?.keys == ["began_at", "last_at", "messages"])
    #expect(try bench.call("get_usage", ["period": "all"]).at("session") == nil)
    #expect(try bench.call("get_usage", ["period": "all", "session_id": "x"]).at("session") == nil)
  }

  @Test func `totals by day have the sessions of each day`() throws {
    let bench = try Bench()
    try record(bench, "long", at: "2026-11-02T23:00:00Z")
    try record(bench, "long", at: "2026-11-05T01:00:00Z", ["model": "gpt-4o-mini"])
    try record(bench, "short", at: "2026-11-02T09:00:00Z")
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-04T09:00:00Z"])
    func sessions(_ keys: JSONValue) throws -> [JSONValue?] {
      try #require(bench.call("get_usage", ["group_by": keys, "order_by": "key"]).at("groups")).each("sessions")
    }
    #expect(try sessions(["day"]) == [2, 0, 1])
    #expect(try sessions(["day", "model"]) == [2, 0, 1])
    #expect(try sessions(["month"]) == [2])
    #expect(try sessions(["model", "month"]) == [2, 1])
    #expect(try sessions(["model"]) == [nil, nil])
    #expect(try sessions(["day", "session_id"]).allSatisfy { $0 == nil })
  }

  @Test(arguments: UInt64(1)...6)
  func `sessions of a span are those that its records name, archived or not`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let bench = try Bench()
    var calls: [(day: Int, hour: Int, session: String, agent: String)] = []
    for _ in 0..<60 {
      let call = (
        day: Int.random(in: 1...20, using: &generator), hour: Int.random(in: 0...11, using: &generator),
        session: "s\(Int.random(in: 0...9, using: &generator))", agent: Bool.random(using: &generator) ? "a" : "b"
      )
      calls.append(call)
      let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
      try record(
        bench, call.session, at: "2026-11-\(pad(call.day))T\(pad(call.hour)):07:00Z", ["agent": .string(call.agent)])
    }
    for isArchived in [false, true] {
      if isArchived { try Self.archive(bench) }
      for agent in [nil, "a"] as [String?] {
        var question: JSONObject = ["group_by": ["day"], "order_by": "key", "limit": 100, "period": "all"]
        question["agent"] = agent.map(JSONValue.string)
        let groups = try #require(bench.call("get_usage", question).at("groups"))
        let own = calls.filter { agent == nil || $0.agent == agent }
        let wanted = Set(own.map(\.day)).sorted().map { day in
          JSONValue.number(JSONNumber(Int64(Set(own.filter { $0.day == day }.map(\.session)).count)))
        }
        #expect(groups.each("sessions") == wanted, "seed \(seed), archived \(isArchived)")
      }
    }
  }

  private static func archive(_ bench: Bench) throws {
    let archiving = Archiving(bench.service)
    let end = try #require(Instant(rfc3339: "2026-11-10T00:00:00Z"))
    while try archiving.step(before: end).records > 0 {}
    try bench.service.ledger.commit()
  }

  @Test func `a period of which records are archived says that they are missing`() throws {
    let bench = try Bench()
    try record(bench, "s", at: "2026-11-02T09:00:00Z")
    try record(bench, "s", at: "2026-11-12T09:00:00Z")
    #expect(try bench.call("get_usage", ["include": ["records"]]).at("warnings") == nil)
    try Self.archive(bench)
    let answer = try bench.call("get_usage", ["include": ["records"]])
    #expect(answer.at("records")?.array?.count == 1 && answer.at("totals.requests") == 2)
    #expect(
      answer.at("warnings") == [
        "1 call of this period is archived: totals and groups count them, but they are missing in `records`."
      ])
    #expect(try bench.call("get_usage", ["include": ["records"], "since": "2026-11-10"]).at("warnings") == nil)
    #expect(try bench.call("get_usage", ["include": ["trend"]]).at("warnings") == nil)
    #expect(try bench.resource("usage://records").at("warnings")?.array?.count == 1)
  }
}
