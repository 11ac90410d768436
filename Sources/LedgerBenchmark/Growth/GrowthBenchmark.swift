import CivilTime
import Ledger
import Posix
import Service

/// What everything costs in ledgers of several sizes, measured in one run.
///
/// Each round asks a copy of each ledger in turn, by a process of its own, so that all sizes meet the same machine.
struct GrowthBenchmark {
  private let ledgers: GrowthLedgers
  /// This program.
  private let program: String

  private static let rounds = 7
  /// The sizes that are measured where none are given.
  static let sizes = [10_000, 100_000, 1_000_000, 10_000_000]

  /// Names the folder of the ledgers, which are made where they are missing.
  init(folder: String, sizes: [Int], program: String) {
    ledgers = GrowthLedgers(folder: folder, sizes: sizes.isEmpty ? Self.sizes : sizes.sorted())
    self.program = program
  }

  /// Makes what is missing, measures, and prints every figure and the table, which a page may show, too.
  func run(into page: GrowthPage? = nil) throws {
    _ = try page?.place()
    try ledgers.make()
    for size in ledgers.sizes { try prepare(size) }
    defer { for size in ledgers.sizes { LedgerCopy.remove(copy(of: size)) } }
    let bytes = ledgers.sizes.map { TextFile.size(of: "\(copy(of: $0))/ledger.db") / Int64($0) }
    var figures: [Int: [String: [Figure]]] = [:]
    for round in 1...Self.rounds {
      for size in ledgers.sizes {
        for figure in try measure(size) {
          print("round \(round), \(size) records, \(figure.name): \(figure.wall), processor \(figure.processor)")
          figures[size, default: [:]][figure.name, default: []].append(figure)
        }
      }
    }
    let table = GrowthTable(sizes: ledgers.sizes, rows: rows(figures, bytes: bytes))
    tell(table)
    try page?.show(table)
  }

  private func tell(_ table: GrowthTable) {
    for line in table.lines { print(line) }
    print(table.missed.isEmpty ? "every bar holds" : "does not hold: \(table.missed.joined(separator: "; "))")
  }

  private func rows(_ figures: [Int: [String: [Figure]]], bytes: [Int64]) -> [GrowthRow] {
    let timed = { (name: String, bar: GrowthBar?) in
      GrowthRow(name, ledgers.sizes.map { figures[$0]?[name] ?? [] }, bar)
    }
    let lone = timed(GrowthRow.loneRecord, .growth)
    let questions = GrowthQuestion.all.map { timed($0.name, $0.bar) }
    let memory = timed(GrowthRound.memory, nil).figures
    return [
      lone, GrowthRow(name: "the processor's part of it", figures: lone.processor, processor: lone.processor, bar: nil),
      timed(GrowthRow.pipelinedRecord, nil),
    ] + questions + [
      timed(GrowthRound.opening, nil),
      GrowthRow(name: "Disk a record", figures: bytes, bar: .bytes(250)),
      GrowthRow(name: "Resident memory at most", figures: memory, bar: .bytes(32 << 20)),
    ]
  }

  /// Makes the copy that is measured, under limits that nothing reaches.
  private func prepare(_ size: Int) throws {
    try LedgerCopy.make(of: ledgers.folder(of: size), in: copy(of: size))
    let ledger = BenchmarkService.service(in: copy(of: size), now: { GrowthHistory.end }).ledger
    for (scope, metric, window) in Self.limits {
      try ledger.setLimit(
        LimitRule(scope: scope, metric: metric, window: window, limit: 1 << 80, action: .block, origin: .command))
    }
    try ledger.commit()
  }

  /// Beside the four of the settings.
  private static let limits: [(LimitScope, LimitMetric, LimitWindow)] = [
    (.all, .cost, .month), (.each(.user), .cost, .day), (.each(.user), .cost, .month),
    (.each(.agent), .requests, .hour),
    (.each(.project), .cost, .month), (.each(.model), .cost, .week), (.each(.provider), .cost, .total),
  ]

  private func copy(of size: Int) -> String { "\(ledgers.folder)/measured-\(size)" }

  private func measure(_ size: Int) throws -> [Figure] {
    let output = "\(ledgers.folder)/figures"
    defer { unlink(output) }
    let words = [program, "growth", "round", copy(of: size)]
    let process = try ChildProcess.start(words, input: "/dev/null", output: output)
    let status = ChildProcess.wait(process)
    let text = TextFile.read(output)
    guard status == 0 else { throw BenchmarkFailure.refused(text) }
    return try text.split(separator: "\n").compactMap { try Figure($0) }
  }
}
