import CivilTime
import Ledger
import Pricing
import TestSupport
import Testing

@Suite struct RecordingTests {
  @Test func `a recorded call can be read back as it was given`() throws {
    let test = try TestLedger()
    let facts = CallFacts.sample().with {
      $0.sessionID = "s1"
      $0.projectID = "p"
      $0.agent = "a"
      $0.mode = "TOOL"
      $0.operation = "chat"
      $0.provider = "test"
      $0.machine = "host"
      $0.serviceTier = "batch"
      $0.region = "eu"
      $0.options = ["quality": "hd"]
      $0.usage[.cacheWrite1h] = 5
      $0.usage[.outputReasoning] = 3
      $0.usage[.audioSecondIn] = 1500
      $0.durationMilliseconds = 1234
      $0.messageID = "m1"
      $0.toolCalls = ["read", "write"]
      $0.metadata = #"{"note":"x"}"#
    }
    let call = try test.record(facts, keys: ["r1"])
    let read = try test.another().records(of: .all, filter: .none, limit: 10)
    #expect(call.isNew)
    #expect(read == [call.record])
    #expect(read.first?.facts == facts)
  }

  @Test func `a repeated request id counts once`() throws {
    let test = try TestLedger()
    let first = try test.record(.sample(), keys: ["r1"])
    let second = try test.record(.sample(at: "2026-11-21T11:05:00Z"), keys: ["r1"])
    #expect(!second.isNew)
    #expect(second.record.id == first.record.id)
    #expect(second.record.facts.timestamp == first.record.facts.timestamp)
    #expect(try test.totals().all.requests == 1)
  }

  @Test func `without an id each call is new`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.record(.sample())
    #expect(try test.totals().all.requests == 2)
  }

  @Test func `the same id of another user is another call`() throws {
    let test = try TestLedger()
    try test.record(.sample(user: "ada"), keys: ["r1"])
    let other = try test.record(.sample(user: "bob"), keys: ["r1"])
    #expect(other.isNew)
    #expect(try test.totals().all.requests == 2)
  }

  @Test func `a growing stream ends with its last counts, once`() throws {
    let test = try TestLedger()
    for output in [1, 5, 20] as [Int64] {
      try test.record(
        .sample(output: output).with {
          $0.status = .partial; $0.sessionID = "s"
        }, keys: ["r"])
    }
    try test.record(
      .sample(output: 15).with {
        $0.status = .complete; $0.sessionID = "s"
      }, keys: ["r"])
    try test.record(
      .sample(output: 99).with {
        $0.status = .partial; $0.sessionID = "s"
      }, keys: ["r"])
    let totals = try test.totals()
    #expect(totals.all.requests == 1)
    #expect(totals.all.tokens.output == 15)
    #expect(totals.all.cost == Money(picodollars: 230))
    #expect(try test.totals(.all, [.sessionID: "s"]).all == totals.all)
  }

  @Test func `reports of one call in any order leave the same totals`() throws {
    var reports: [CallFacts] = []
    for (index, status) in [RecordStatus.failed, .partial, .complete, .partial].enumerated() {
      let index = Int64(index)
      reports.append(
        .sample("model-\(index % 2)", at: "2026-11-2\(index)T10:0\(index):00Z", output: 10 + index * 7).with {
          $0.status = status
          $0.sessionID = "s"
          $0.agent = index == 1 ? "one" : ""
        })
    }
    var outcomes: Set<Outcome> = []
    for order in permutations(Array(reports.indices)) {
      let test = try TestLedger(at: "2026-11-24T00:00:00Z")
      for index in order { try test.record(reports[index], keys: ["r"]) }
      try expectConsistent(test.ledger)
      outcomes.insert(try Outcome(test))
    }
    #expect(outcomes.count == 1)
  }

  @Test func `two records that turn out to be one call become one`() throws {
    let test = try TestLedger()
    try test.record(.sample(output: 10).with { $0.sessionID = "s" }, keys: ["r1"])
    try test.record(.sample(output: 20), keys: ["msg_1"])
    #expect(try test.totals().all.requests == 2)
    let merged = try test.record(.sample(output: 5), keys: ["r1", "msg_1"])
    #expect(!merged.isNew)
    let totals = try test.totals()
    #expect(totals.all.requests == 1)
    #expect(totals.all.tokens.output == 20)
    #expect(try test.record(.sample(output: 20), keys: ["msg_1"]).record.id == merged.record.id)
    try expectConsistent(test.ledger)
  }

  @Test func `a record keeps what it was billed when it is only repeated`() throws {
    let test = try TestLedger()
    try test.record(.sample(), keys: ["r"])
    let request = RecordRequest(facts: .sample(), keys: [RecordKey(id: "r", source: "tool", part: 0)])
    let repeated = try test.ledger.record(request) { _ in
      AppliedPrice(
        provider: "test", pricedAs: "alpha", kind: .catalog, cost: Money(picodollars: 1), catalogCost: nil, row: "new")
    }
    try test.ledger.commit()
    #expect(repeated.record.price.cost == Money(picodollars: 220))
  }

  @Test func `a time more than a day ahead is refused`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(at: "2026-11-22T12:00:00Z"))
    #expect(throws: LedgerError.self) { try test.record(.sample(at: "2026-11-22T12:00:00.001Z")) }
    test.ledger.rollBack()
    #expect(try test.totals().all.requests == 1)
  }

  @Test func `nothing of a batch is kept when it is rolled back`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.add(.sample("beta").with { $0.sessionID = "s" })
    try test.add(.sample("gamma"))
    #expect(try test.totals().all.requests == 3)
    test.ledger.rollBack()
    #expect(try test.totals().all.requests == 1)
    try test.record(.sample("beta").with { $0.sessionID = "s" })
    #expect(try test.totals().all.requests == 2)
    try expectConsistent(test.ledger)
  }

  @Test func `a session knows its totals within a batch`() throws {
    let test = try TestLedger()
    let facts = CallFacts.sample().with { $0.sessionID = "s" }
    let requests = try (1...5).map { _ in try test.ledger.sessionTotals(of: try test.add(facts))?.requests }
    #expect(requests == [1, 2, 3, 4, 5])
    try test.ledger.commit()
    #expect(try test.ledger.sessionTotals(of: try test.add(facts))?.requests == 6)
  }

  @Test func `records of one second add up with what comes between them`() throws {
    let test = try TestLedger()
    let facts = CallFacts.sample().with { $0.sessionID = "s" }
    try test.add(facts, keys: ["a"])
    try test.add(facts, keys: ["b"])
    // The same call once more, with more output: what it had added is taken back.
    try test.add(facts.with { $0.usage[.output] = 30 }, keys: ["a"])
    try test.add(facts.with { $0.agent = "other" })
    let last = try test.add(facts)
    #expect(try test.ledger.sessionTotals(of: last)?.tokens.output == 60)
    try test.add(facts)
    #expect(try test.totals().all.tokens.output == 70)
    try test.ledger.commit()
    #expect(try test.totals().all.requests == 5)
    try expectConsistent(test.ledger)
  }

  @Test func `money beyond a billion dollars adds up`() throws {
    let test = try TestLedger()
    let million = Money(dollars: 1_000_000, picodollars: 0) - Money(picodollars: 1)
    for _ in 0..<1_200 { try test.add(.sample().with { $0.reportedCost = million }) }
    try test.ledger.commit()
    #expect(try test.totals().all.cost == million * 1_200)
    let inside = Period(since: Instant("2026-11-21T10:59:59Z"), until: Instant("2026-11-21T11:00:01Z"))
    #expect(try test.totals(inside).all.cost == million * 1_200)
  }
}

/// What is left of a call, told by everything that reports show.
private struct Outcome: Hashable {
  let totals: UsageTotals
  let groups: Set<UsageGroup>
  let timestamps: [Instant]

  init(_ test: TestLedger) throws {
    totals = try test.totals()
    groups = Set(
      try test.ledger.groups(
        of: .all, filter: .none, by: [.dimension(.model), .dimension(.agent), .time(.day)],
        calendar: LedgerCalendar(zone: .utc)))
    timestamps = try test.ledger.records(of: .all, filter: .none, limit: 10).map(\.facts.timestamp)
  }
}

private func permutations(_ items: [Int]) -> [[Int]] {
  guard let first = items.first else { return [[]] }
  return permutations(Array(items.dropFirst())).flatMap { rest in
    (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
  }
}
