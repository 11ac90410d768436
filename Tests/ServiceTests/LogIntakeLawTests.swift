import AgentLogs
import Foundation
import Ledger
import SQLite
import Service
import TestSupport
import Testing

/// Whatever happens on the way: what logs tell of adds up to the same.
@Suite struct LogIntakeLawTests {
  /// Each seed is a family of sessions and a course of events.
  static let seeds: [UInt64] = Array(
    1...(ProcessInfo.processInfo.environment["LOG_LAW_CASES"].flatMap(UInt64.init) ?? 25))

  @Test(arguments: seeds)
  func `a family that is read at once adds up to what it was made of`(seed: UInt64) throws {
    let family = LogFamilyMaker.family(seed: seed)
    let desk = try LogIntakeDesk()
    for (name, lines) in family.files { try desk.write(lines.joined(), to: name) }
    let intake = try desk.takeIn()
    try #require(try desk.totals() == family.truth, "seed \(seed)")
    #expect(intake.report.total.added >= family.count, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `a family that grows while several processes read it adds up to the same`(seed: UInt64) throws {
    let family = LogFamilyMaker.family(seed: seed)
    var course = LogCourse(family, seed: seed)
    let desk = try LogIntakeDesk()
    try course.run(on: desk)
    try #require(try desk.totals() == family.truth, "seed \(seed)")
    // Read again from the first byte, all of it is known.
    try desk.connection().execute("DELETE FROM log_file")
    let again = try desk.takeIn()
    #expect(again.report.total.added == 0, "seed \(seed)")
    #expect(try desk.totals() == family.truth, "seed \(seed), read again")
  }
}

/// A course of events: files grow by pieces of any length, and two processes read them a bit, or fail.
struct LogCourse {
  private var generator: SplitMix64
  /// What agents have not recorded yet.
  private var recordings: [LogRecording]
  /// What is not written yet of each file.
  private var rest: [String: ArraySlice<UInt8>]
  private let names: [String]

  init(_ family: LogFamily, seed: UInt64) {
    generator = SplitMix64(seed: seed &* 0x9E37)
    rest = family.files.mapValues { Array($0.joined().utf8)[...] }
    names = family.files.keys.sorted()
    recordings = family.recordings.shuffled(using: &generator)
  }

  mutating func run(on desk: LogIntakeDesk) throws {
    var services = [desk.service(), desk.service()]
    try services[0].ledger.open()
    var intakes = services.map(desk.intake)
    while !recordings.isEmpty || rest.values.contains(where: { !$0.isEmpty }) {
      let process = Int.random(in: 0...1, using: &generator)
      switch Int.random(in: 0...12, using: &generator) {
      case 0...4: try grow(on: desk)
      case 5, 6: try intakes[process].look()
      case 7, 8: try intakes[process].work(milliseconds: [0, 1, 3, 50].randomElement(using: &generator) ?? 0)
      case 9: intakes[process].catchUp()
      case 10:
        services[process] = desk.service()
        intakes[process] = desk.intake(services[process])
      case 11:
        guard let one = recordings.popLast() else { continue }
        try desk.record(services[process], id: one.id, model: one.model, tokens: one.tokens, session: "")
      default: try fail(intakes[process], services[process], desk)
      }
    }
    for intake in intakes.shuffled(using: &generator) { try desk.takeIn(intake, milliseconds: 2) }
  }

  /// Writes a piece of a file; sometimes the whole file anew, or under another name.
  private mutating func grow(on desk: LogIntakeDesk) throws {
    guard let name = names.filter({ rest[$0]?.isEmpty == false }).randomElement(using: &generator),
      let left = rest[name]
    else { return }
    let length = [1, 40, 700, 3_000, .max].randomElement(using: &generator) ?? 1
    let piece = left.prefix(Int.random(in: 1...max(1, min(length, left.count)), using: &generator))
    try desk.append(piece, to: name)
    rest[name] = left.dropFirst(piece.count)
    guard Int.random(in: 0...9, using: &generator) == 0 else { return }
    // Another file in its place, with the same lines.
    try desk.write(String(decoding: try desk.logs.read("projects/\(name)"), as: UTF8.self), to: name)
  }

  /// Lets work fail in its midst.
  private mutating func fail(_ intake: LogIntake, _ service: LedgerService, _ desk: LogIntakeDesk) throws {
    let table = ["record", "record_key", "log_file"].randomElement(using: &generator) ?? ""
    let count = Int.random(in: 0...5, using: &generator)
    let other = try desk.connection()
    try other.execute(
      """
      CREATE TRIGGER trouble BEFORE INSERT ON \(table)
      WHEN (SELECT count(*) FROM \(table)) >= \(try Self.count(of: table, other)) + \(count)
      BEGIN SELECT RAISE(ABORT, 'trouble'); END
      """)
    do {
      try intake.look()
      for _ in 0..<3 { try intake.work(milliseconds: 20) }
    } catch {
      guard case .store = error else { throw error }
    }
    #expect(!service.ledger.hasWritten)
    try other.execute("DROP TRIGGER trouble")
  }

  private static func count(of table: String, _ connection: Connection) throws -> Int64 {
    try connection.firstInteger("SELECT count(*) FROM \(table)") ?? 0
  }
}
