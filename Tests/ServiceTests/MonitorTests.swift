import Foundation
import JSON
import Ledger
import TestSupport
import Testing

@testable import Service

@Suite struct MonitorTests {
  /// What was written, by name.
  private final class Files {
    var byName: [String: String] = [:]
    var writes = 0
    var fault: String?

    func write(_ file: ReportFile) -> String? {
      if fault == nil { byName[file.name] = file.text }
      writes += 1
      return fault
    }
  }

  @Test func `usage is reported each time it has grown by a tenth of the limit, once for each step`() throws {
    let bench = try limited(1_000)
    let files = Files()
    var reported: [Int] = []
    for tokens in [50, 50, 30, 30, 50, 300, 0, 600] {
      try record(bench, tokens: tokens)
      reported.append(try Monitor(bench.service).look(write: files.write).reports.count)
    }
    // A jump over several steps makes one report, in two files.
    #expect(reported == [0, 2, 0, 0, 2, 2, 0, 2])
    #expect(files.byName.keys.sorted().contains("usage-2026-11-21-L-20-percent.json"))
    #expect(files.byName.count == 8 && files.writes == 8)
  }

  @Test func `a report says the same in JSON and in Markdown`() throws {
    let bench = try limited(1_000)
    let files = Files()
    try record(bench, tokens: 400, agent: "a|b *c*\nd")
    _ = try Monitor(bench.service).look(write: files.write)
    let json = try #require(files.byName["usage-2026-11-21-L-40-percent.json"])
    let report = try JSONParser.parse(Array(json.utf8))
    #expect(report.at("limit.used") == 400 && report.at("percent") == 40)
    #expect(report.at("today.totals.tokens.total") == 400)
    #expect(report.at("this_month.by_agent.0.key.agent")?.string == "a|b *c*\nd")
    let text = try #require(files.byName["usage-2026-11-21-L-40-percent.md"])
    #expect(text.hasPrefix("# 40 percent of L are used\n"))
    #expect(text.contains("\n1 requests, 400 tokens in, 0 out, $0.001.\n"))
    #expect(text.contains("\n| a\\|b \\*c\\* d | 1 | $0.001 |\n"))
  }

  @Test func `a report that cannot be written is written at the next look`() throws {
    let bench = try limited(1_000)
    let files = Files()
    try record(bench, tokens: 850)
    files.fault = "no space left on the device"
    #expect(throws: (any Error).self) { try Monitor(bench.service).look(write: files.write) }
    #expect(!bench.service.ledger.hasWritten)
    files.fault = nil
    #expect(try Monitor(bench.service).look(write: files.write).reports.count == 2)
    #expect(try Monitor(bench.service).look(write: files.write).reports.isEmpty)
  }

  @Test func `while a report is written, others may write to the ledger`() throws {
    let bench = try limited(1_000)
    try record(bench, tokens: 950)
    let lock = try #require(fopen(bench.folder.file("ledger.lock"), "r+"))
    defer { fclose(lock) }
    var isFree: [Bool] = []
    let outcome = try Monitor(bench.service).look { _ in
      isFree.append(flock(fileno(lock), LOCK_EX | LOCK_NB) == 0)
      flock(fileno(lock), LOCK_UN)
      return nil
    }
    #expect(!isFree.isEmpty && !isFree.contains(false) && outcome.reports.count == isFree.count)
  }

  @Test func `of several processes one writes the report and tells the alert`() throws {
    let first = try limited(1_000)
    let second = try Bench(in: first.folder, seed: 9) {
      $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)]
    }
    let files = Files()
    try first.service.ledger.setLimit(LimitRule(id: "each", scope: .each(.user), metric: .tokens, window: .day, limit: 10))
    try first.service.ledger.commit()
    // Recorded by a process that knows of no limit.
    let unlimited = try Bench(in: first.folder, seed: 11)
    try record(unlimited, tokens: 900)
    let outcomes = try [first, second, first].map { try Monitor($0.service).look(write: files.write) }
    #expect(outcomes.map(\.alerts.count) == [1, 0, 0])
    #expect(outcomes[0].reports.count == 4 && outcomes[1].reports.isEmpty && outcomes[2].reports.isEmpty)
  }

  @Test func `without limits nothing is written`() throws {
    let bench = try Bench()
    let files = Files()
    try record(bench, tokens: 1_000_000)
    let commits = bench.service.ledger.commitCount
    let outcome = try Monitor(bench.service).look(write: files.write)
    #expect(outcome.alerts.isEmpty && outcome.reports.isEmpty && files.writes == 0)
    #expect(bench.service.ledger.commitCount == commits)
  }

  @Test func `reservations whose time is up are cleared away`() throws {
    let bench = try limited(1_000)
    _ = try bench.call("check_limit", ["input_tokens": 10, "reserve": true])
    try bench.service.ledger.commit()
    #expect(try Monitor(bench.service).look { _ in nil }.expired == 0)
    bench.clock.advance(seconds: 600)
    #expect(try Monitor(bench.service).look { _ in nil }.expired == 1)
  }

  private func limited(_ tokens: Int128) throws -> Bench {
    try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: tokens)] }
  }

  private func record(_ bench: Bench, tokens: Int, agent: String = "") throws {
    guard tokens > 0 else { return }
    try bench.call(
      "record_usage",
      ["model": "gpt-4o", "input_tokens": .number(JSONNumber(Int64(tokens))), "agent": .string(agent)])
    try bench.service.ledger.commit()
  }
}
