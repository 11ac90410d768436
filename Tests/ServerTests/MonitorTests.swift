import Foundation
import JSON
import Ledger
import TestSupport
import Testing

@testable import Server
@testable import Service

@Suite struct MonitorTests {
  /// What was written, by name.
  private final class Files {
    var byName: [String: String] = [:]
    var writes = 0
    var fault: String?

    func write(_ file: ReportFile) throws(OutsideFault) {
      writes += 1
      if let fault { throw OutsideFault(fault) }
      byName[file.name] = file.text
    }
  }

  @Test func `usage is reported each time it has grown by a tenth of the limit, once for each step`() throws {
    let bench = try limited(1_000)
    let files = Files()
    var reported: [Int] = []
    for tokens in [50, 50, 30, 30, 50, 300, 0, 600] {
      try record(bench, tokens: tokens)
      reported.append(try Monitor(bench.service).look(files: files.write).reports.count)
    }
    // A jump over several steps makes one report.
    #expect(reported == [0, 1, 0, 0, 1, 1, 0, 1])
    #expect(files.byName.keys.sorted().contains("usage-2026-11-21-L-20-percent.md"))
    #expect(files.byName.count == 4 && files.writes == 4)
  }

  @Test func `a report is about its limit: its own figures, users and names, whatever they hold`() throws {
    let bench = try limited(1_000)
    let files = Files()
    try record(bench, tokens: 400, agent: "a|b *c*\nd")
    _ = try Monitor(bench.service).look(files: files.write)
    let text = try #require(files.byName["usage-2026-11-21-L-40-percent.md"])
    #expect(text.hasPrefix("# Usage on 2026-11-21\n"))
    #expect(
      text.contains(
        "\n## 40 percent of L are used\n\n400 of 1,000 tokens per day used, 600 left. It resets at 2026-11-22T00:00:00Z.\n"
      ))
    #expect(text.contains("\n1 request since 2026-11-21T00:00:00Z: 400 tokens in, 0 out, $0.001.\n"))
    #expect(text.contains("\n| a\\|b \\*c\\* d | 1 | 400 | $0.001 |\n"))
    #expect(text.contains("\n| User | Requests | Tokens | Cost |\n|---|---:|---:|---:|\n| ada | 1 | 400 | $0.001 |\n"))
  }

  @Test func `limits whose names differ in signs or at their ends have reports of different names`() throws {
    let bench = try Bench()
    let long = String(repeating: "n", count: 130)
    let names = try ["a b", "a_b", "a/b", long + "1", long + "2"].map { id in
      let files = Files()
      try bench.service.ledger.setLimit(LimitRule(id: id, scope: .all, metric: .tokens, window: .day, limit: 100))
      try record(bench, tokens: 20)
      _ = try Monitor(bench.service).look(files: files.write)
      _ = try bench.service.ledger.removeLimit(id)
      return try #require(files.byName.keys.first)
    }
    #expect(Set(names).count == names.count)
    #expect(names[1] == "usage-2026-11-21-a_b-40-percent.md")
    #expect(names.allSatisfy { $0.utf8.count < 200 && !$0.contains("/") && !$0.contains(" ") })
  }

  @Test func `one look writes one file, in which each limit has what it counts and nothing else`() throws {
    let bench = try limited(1_000)
    let files = Files()
    for rule in [
      LimitRule(id: "bob", scope: .one(.user, "bob"), metric: .tokens, window: .month, limit: 100),
      LimitRule(id: "4o", scope: .one(.model, "gpt-4o"), metric: .tokens, window: .total, limit: 100),
      LimitRule(id: "each", scope: .each(.agent), metric: .requests, window: .day, limit: 2),
    ] { try bench.service.ledger.setLimit(rule) }
    for (model, user, agent, tokens, time) in [
      ("openai/gpt-4o", "ada", "x", 300, "2026-11-21T11:00:00Z"),
      ("gpt-4o-mini", "bob", "y", 40, "2026-11-02T11:00:00Z"),
      ("gpt-4o-mini", "bob", "x", 5, "2026-10-31T11:00:00Z"),
    ] as [(String, String, String, Int64, String)] {
      try bench.call(
        "record_usage",
        [
          "model": .string(model), "user_id": .string(user), "agent": .string(agent),
          "input_tokens": .number(JSONNumber(tokens)), "timestamp": .string(time),
        ])
    }
    try bench.service.ledger.commit()
    let reports = try Monitor(bench.service).look(files: files.write).reports
    #expect(reports == ["usage-2026-11-21-L-30-percent-and-3-more.md"] && files.writes == 1)
    let parts = (files.byName[reports[0]] ?? "").components(separatedBy: "\n## ").dropFirst()
    let (day, bob, model, agent) = (parts[1], parts[2], parts[3], parts[4])
    #expect(day.contains("\n| ada | 1 | 300 |") && !day.contains("bob"))
    #expect(bob.hasPrefix("40 percent of bob of user=bob are used") && bob.contains("\n| bob | 1 | 40 |"))
    #expect(!bob.contains("ada") && !bob.contains("| x |"))
    #expect(model.contains("\n1 request: 300 tokens in") && !model.contains("mini"))
    #expect(agent.hasPrefix("50 percent of each of agent=x are used") && agent.contains("\n| ada | 1 | 300 |"))
  }

  @Test func `a report says whether its limit will hold, from the usage that it counts`() throws {
    let bench = try Bench(at: "2026-11-21T12:00:00Z")
    try bench.service.ledger.setLimit(
      LimitRule(id: "bob", scope: .one(.user, "bob"), metric: .tokens, window: .month, limit: 2_300))
    for day in 1...21 {
      for user in ["ada", "bob"] {
        try bench.call(
          "record_usage",
          [
            "model": "gpt-4o", "user_id": .string(user), "input_tokens": user == "bob" ? 100 : 9_000,
            "timestamp": .string("2026-11-\(day < 10 ? "0" : "")\(day)T10:00:00Z"),
          ])
      }
    }
    try bench.service.ledger.commit()
    let files = Files()
    _ = try Monitor(bench.service).look(files: files.write)
    let text = try #require(files.byName.values.first)
    #expect(text.contains("2,100 of 2,300 tokens per month used"))
    #expect(text.contains("bob will probably be used up before 2026-12-01T00:00:00Z."))
  }

  @Test func `a report that cannot be written is written at the next look`() throws {
    let bench = try limited(1_000)
    let files = Files()
    try record(bench, tokens: 850)
    files.fault = "no space left on the device"
    #expect(throws: (any Error).self) { try Monitor(bench.service).look(files: files.write) }
    #expect(!bench.service.ledger.hasWritten)
    files.fault = nil
    #expect(try Monitor(bench.service).look(files: files.write).reports.count == 1)
    #expect(try Monitor(bench.service).look(files: files.write).reports.isEmpty)
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
      return ""
    }
    #expect(!isFree.isEmpty && !isFree.contains(false) && outcome.reports.count == isFree.count)
  }

  @Test func `of several processes one writes the report and tells the alert`() throws {
    let first = try limited(1_000)
    let second = try Bench(in: first.folder, seed: 9) {
      $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)]
    }
    let files = Files()
    try first.service.ledger.setLimit(
      LimitRule(id: "each", scope: .each(.user), metric: .tokens, window: .day, limit: 10))
    try first.service.ledger.commit()
    // Recorded by a process that knows of no limit.
    let unlimited = try Bench(in: first.folder, seed: 11)
    try record(unlimited, tokens: 900)
    let outcomes = try [first, second, first].map { try Monitor($0.service).look(files: files.write) }
    #expect(outcomes.map(\.alerts.count) == [1, 0, 0])
    #expect(outcomes[0].reports.count == 1 && outcomes[1].reports.isEmpty && outcomes[2].reports.isEmpty)
  }

  @Test func `without limits nothing is written`() throws {
    let bench = try Bench()
    let files = Files()
    try record(bench, tokens: 1_000_000)
    let commits = bench.service.ledger.commitCount
    let outcome = try Monitor(bench.service).look(files: files.write)
    #expect(outcome.alerts.isEmpty && outcome.reports.isEmpty && files.writes == 0)
    #expect(bench.service.ledger.commitCount == commits)
  }

  @Test func `reservations whose time is up are cleared away`() throws {
    let bench = try limited(1_000)
    _ = try bench.call("check_limit", ["input_tokens": 10, "reserve": true])
    try bench.service.ledger.commit()
    #expect(try Monitor(bench.service).look { _ in "" }.expired == 0)
    bench.clock.advance(seconds: 600)
    #expect(try Monitor(bench.service).look { _ in "" }.expired == 1)
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
