import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

/// A report that takes the place of those that its source gave before, and batches that do not wait.
@Suite struct ReplacingTests {
  private func report(_ source: String, session: String, output: Int64) -> CallFacts {
    CallFacts.sample("alpha", output: output).with {
      $0.source = source
      $0.sessionID = session
    }
  }

  private func enter(_ facts: CallFacts, in test: TestLedger, replacing: String? = nil) throws {
    let key = RecordKey(namespace: "log", id: "k", part: 0)
    let request = RecordRequest(facts: facts, keys: [key], replacing: replacing)
    _ = try test.ledger.record(request, pricing: TestPrice.apply)
    try test.ledger.commit()
  }

  @Test func `a report takes the place of those of its source, however much they said`() throws {
    let test = try TestLedger()
    try enter(report("log", session: "z", output: 9), in: test)
    try enter(report("log", session: "a", output: 4), in: test, replacing: "log")
    let record = try #require(try test.ledger.records(of: .all, filter: .none, limit: 2).first)
    #expect(record.facts.sessionID == "a" && record.facts.usage[.output] == 4)
    #expect(try test.totals().all.requests == 1)
    #expect(try test.totals().all.tokens.output == 4)
  }

  @Test func `what others have reported of the call stays`() throws {
    let test = try TestLedger()
    try enter(report("tool", session: "", output: 7).with { $0.operation = "review" }, in: test)
    try enter(report("log", session: "z", output: 9), in: test)
    try enter(report("log", session: "a", output: 4), in: test, replacing: "log")
    let record = try #require(try test.ledger.records(of: .all, filter: .none, limit: 2).first)
    #expect(record.facts.operation == "review" && record.facts.sessionID == "a")
    #expect(try test.totals().all.tokens.output == 7)
  }

  @Test func `a batch begins only where nobody else writes, and nothing has happened where it does not`() throws {
    let test = try TestLedger()
    let other = test.another()
    #expect(try test.ledger.begin(waitingMilliseconds: 0))
    #expect(try test.ledger.begin(waitingMilliseconds: 0))
    #expect(try other.begin(waitingMilliseconds: 3) == false)
    #expect(!other.hasWritten)
    try test.ledger.commit()
    #expect(try other.begin(waitingMilliseconds: 0))
    #expect(other.hasWritten)
    other.rollBack()
    #expect(!other.hasWritten)
  }
}
