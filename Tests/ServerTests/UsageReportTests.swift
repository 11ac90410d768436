import CivilTime
import JSON
import Ledger
import Pricing
import Testing

@testable import Server
@testable import Service

/// Reports as values, as those read them who are no client.
@Suite struct UsageReportTests {
  /// A ledger in which each of `agents` has made one call more than the one before.
  private static func bench(_ agents: [String] = ["a", "b", "c", "d", "e"]) throws -> Bench {
    let bench = try Bench()
    for (index, agent) in agents.enumerated() {
      for _ in 0...index {
        try bench.call(
          "record_usage",
          ["model": "gpt-4o", "input_tokens": 1_000_000, "agent": .string(agent), "session_id": "s"])
      }
    }
    return bench
  }

  @Test func `the pages of groups hold each group once, and their parts are the whole`() throws {
    let bench = try Self.bench()
    var question = UsageQuestion()
    question.groupBy = [.dimension(.agent)]
    question.pageSize = 2
    var shares: [UsageShare] = []
    repeat {
      let report = try bench.service.usage(question)
      #expect(report.groups?.keys == [.dimension(.agent)])
      shares += report.groups?.page ?? []
      question.position = report.next
    } while question.position != nil
    #expect(shares.map(\.group.key) == [["e"], ["d"], ["c"], ["b"], ["a"]])
    // Fifteen calls in all: thirds, and no share is off by more than the half of a millionth.
    #expect(shares.map(\.millionths) == [333_333, 266_667, 200_000, 133_333, 66_667])
  }

  @Test func `the pages of records hold each record once, the newest first`() throws {
    let bench = try Self.bench()
    var question = UsageQuestion()
    question.parts = [.records]
    question.pageSize = 4
    var records: [StoredRecord] = []
    repeat {
      let report = try bench.service.usage(question)
      records += report.records?.map(\.record) ?? []
      question.position = report.next
    } while question.position != nil
    #expect(Set(records.map(\.id)).count == 15 && records.count == 15)
    #expect(records.first?.facts.agent == "e" && records.last?.facts.agent == "a")
  }

  @Test func `a page of something else is a fact`() throws {
    let bench = try Self.bench(["a"])
    var question = UsageQuestion()
    question.position = .groups(1)
    #expect(throws: UsageError.hasNoPages) { try bench.service.usage(question) }
    question.parts = [.records]
    #expect(throws: UsageError.pagesRecords) { try bench.service.usage(question) }
    let id = try #require(RecordID(String(repeating: "0", count: 32)))
    question.position = .records(milliseconds: 0, id)
    question.groupBy = [.time(.day)]
    #expect(throws: UsageError.pagesGroups) { try bench.service.usage(question) }
  }

  @Test func `a period is reckoned in the zone of the question, whole days in it`() throws {
    let bench = try Self.bench(["a"])
    var question = UsageQuestion()
    question.timezone = "Asia/Seoul"
    let day = try #require(CivilDate("2026-11-21"))
    question.period = .between(since: .day(day), until: .day(day))
    let report = try bench.service.usage(question)
    #expect(report.period.since == Instant(rfc3339: "2026-11-20T15:00:00Z"))
    #expect(report.period.until == Instant(rfc3339: "2026-11-21T15:00:00Z"))
    #expect(report.zone.identifier == "Asia/Seoul" && report.totals.all.requests == 1)
    question.period = .between(since: .day(day), until: .instant(Instant(seconds: 0)))
    #expect(throws: PeriodError.endsBeforeItBegins) { try bench.service.usage(question) }
  }

  @Test func `nothing is asked of a period: this month, and all of a session`() throws {
    let bench = try Self.bench(["a"])
    var question = UsageQuestion()
    #expect(try bench.service.usage(question).period.since == Instant(rfc3339: "2026-11-01T00:00:00Z"))
    question.filter.texts[.sessionID] = "s"
    let report = try bench.service.usage(question)
    // The ends of all time are the days of the first and the last record.
    #expect(report.period.since == Instant(rfc3339: "2026-11-21T00:00:00Z"))
    #expect(report.session?.messages == 1)
  }

  @Test func `a trend that is too long is a fact`() throws {
    let bench = try Self.bench(["a"])
    var question = UsageQuestion()
    question.parts = [.trend]
    let day = try #require(CivilDate("1800-01-01"))
    question.period = .between(since: .day(day), until: .instant(Instant(seconds: 0)))
    #expect(throws: UsageError.trendTooLong(mostYears: 100)) { try bench.service.usage(question) }
  }

  @Test func `who sees one user is told no other's usage, however it is asked for`() throws {
    let bench = try Bench(onlyUser: "ada")
    var question = UsageQuestion()
    question.filter.texts[.userID] = "bob"
    #expect { try bench.service.usage(question) } throws: { error in
      if case LedgerError.otherUser(let onlyUser) = error { onlyUser == "ada" } else { false }
    }
  }

  @Test func `what was not asked for is absent, and what is missing for a forecast is told`() throws {
    let bench = try Self.bench(["a"])
    var question = UsageQuestion()
    let plain = try bench.service.usage(question)
    #expect(plain.groups == nil && plain.trend == nil && plain.records == nil && plain.suggestions == nil)
    #expect(plain.limits == nil && plain.balance == nil && plain.forecast == nil && plain.anomalies == nil)
    question.parts = Set(UsagePart.allCases)
    let report = try bench.service.usage(question)
    #expect(report.forecast?.shortage != nil && report.forecast?.periods == [])
    #expect(report.records?.count == 1 && report.limits == [] && report.anomalies == [])
    // Only an account has a balance.
    #expect(report.balance == nil)
  }

  @Test func `a suggestion tells what it rests on as values`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1_000_000, "operation": "nightly report"])
    var question = UsageQuestion()
    question.parts = [.suggestions]
    let suggestions = try #require(try bench.service.usage(question).suggestions)
    let work = PatientWork(
      name: "nightly report", calls: 1, models: ["gpt-4o"], pricesOf: try #require(CivilDate("2026-11-21")))
    // Batch service is half of $2.50.
    #expect(suggestions == [Suggestion(finding: .patientWork(work), saving: try #require(Money(decimal: "1.25")))])
    #expect(suggestions.map(\.kind) == [.batchService])
  }
}
