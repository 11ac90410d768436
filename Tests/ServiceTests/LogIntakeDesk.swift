import AgentLogs
import CivilTime
import Foundation
import Ledger
import Pricing
import SQLite
import Service
import Synchronization
import TestSupport
import Testing

/// A home with logs of Claude Code, and services over one ledger that take them in, each as a process of its own.
final class LogIntakeDesk {
  /// The folder that CLAUDE_CONFIG_DIR names.
  let logs: TemporaryFolder
  /// The folder of the ledger.
  let folder: TemporaryFolder
  /// The time of the clock.
  let now: Instant
  private let seeds = Mutex<UInt64>(0)

  init() throws {
    logs = try TemporaryFolder()
    folder = try TemporaryFolder()
    now = try #require(Instant(rfc3339: "2026-11-21T12:00:00Z"))
  }

  /// What an intake works for, which does not keep it itself.
  private let services = Services()

  private final class Services {
    private var kept: [LedgerService] = []
    func keep(_ service: LedgerService) { kept.append(service) }
  }

  /// The home of the user.
  var home: LogHome { LogHome(environment: ["CLAUDE_CONFIG_DIR": logs.path], folder: logs.path, isMac: false) }

  /// Returns a service over the ledger, as another process has it.
  func service() -> LedgerService {
    let now = now
    let chance = Mutex(SplitMix64(seed: nextSeed()))
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: { now }, monotonicMilliseconds: StepClock().milliseconds,
        randomBytes: { count in
          chance.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        }, sleepMilliseconds: { _ in }))
    let service = LedgerService(
      ledger: ledger, prices: EmbeddedFiles.prices, settings: ServiceSettings(userName: "ada", machineName: "desk"),
      zones: ZoneLibrary(folders: []) { _ in nil }, now: { now },
      words: MessageWords(alert: { alert, _ in "\(alert.level)" }, anomaly: { _ in "" }, fault: { "\($0)" }))
    services.keep(service)
    return service
  }

  /// Returns an intake of a service whose clock goes on by a millisecond whenever it is asked.
  func intake(_ service: LedgerService? = nil) -> LogIntake {
    LogIntake(
      service ?? self.service(), sources: [ClaudeCode()], home: home, monotonicMilliseconds: StepClock().milliseconds)
  }

  /// Looks for what is new and takes all of it in.
  @discardableResult
  func takeIn(_ intake: LogIntake? = nil, milliseconds: Int64 = 1_000) throws -> LogIntake {
    let intake = intake ?? self.intake()
    try intake.look()
    try finish(intake, milliseconds: milliseconds)
    return intake
  }

  /// Takes in all that waits.
  func finish(_ intake: LogIntake, milliseconds: Int64 = 1_000) throws {
    var steps = 0
    while intake.hasWork {
      try intake.work(milliseconds: milliseconds)
      steps += 1
      try #require(steps < 100_000, "it comes to no end")
    }
  }

  /// Returns what the ledger holds, by session and model.
  func totals(_ service: LedgerService? = nil) throws -> [LogGroup: LogSum] {
    let groups = try (service ?? self.service()).ledger.groups(
      of: .all, filter: .none, by: [.dimension(.sessionID), .dimension(.model)],
      calendar: LedgerCalendar(zone: .utc, weekStart: 1))
    return Dictionary(
      uniqueKeysWithValues: groups.map { (LogGroup(session: $0.key[0], model: $0.key[1]), LogSum($0.totals)) })
  }

  /// Returns how many calls the ledger holds.
  func requests() throws -> Int64 { try totals().values.reduce(0) { $0 + $1.requests } }

  /// Writes a file of logs.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try logs.write(text, to: "projects/\(name)") }

  /// Adds to the end of a file of logs.
  func append(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let path = logs.file("projects/\(name)")
    if !FileManager.default.fileExists(atPath: path) { try logs.write([], to: "projects/\(name)") }
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  /// Returns another program's connection to the ledger's file.
  func connection() throws -> Connection {
    try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 1_000)
  }

  private func nextSeed() -> UInt64 {
    seeds.withLock { seed in
      seed += 1
      return seed
    }
  }
}

/// A clock that goes on by a millisecond whenever it is asked.
final class StepClock: Sendable {
  private let time = Mutex<Int64>(0)

  @Sendable func milliseconds() -> Int64 {
    time.withLock { time in
      time += 1
      return time
    }
  }
}

/// A session and a model.
struct LogGroup: Hashable {
  let session: String
  let model: String
}

/// What calls add up to.
struct LogSum: Hashable {
  var requests: Int64 = 0
  /// All of the prompt.
  var input: Int64 = 0
  var cacheRead: Int64 = 0
  var cacheWrite: Int64 = 0
  var cacheWrite1h: Int64 = 0
  var output: Int64 = 0
  var picodollars: Int128 = 0

  init() {}

  init(_ totals: Totals) {
    requests = totals.requests
    (input, output) = (totals.tokens.input, totals.tokens.output)
    (cacheRead, cacheWrite) = (totals.tokens.cacheRead, totals.tokens.cacheWrite)
    cacheWrite1h = totals.tokens.cacheWrite1h
    picodollars = totals.cost.picodollars
  }
}

extension LogIntakeDesk {
  /// Records a call through the service, as `record_usage` does, by the provider's id of the response.
  func record(
    _ service: LedgerService, id: String, model: String = "claude-sonnet-4-5",
    tokens: [Int] = [4, 30_110, 0, 1_200, 100],
    session: String = "s1"
  ) throws {
    let meters: [Meter] = [.input, .cacheRead, .cacheWrite, .cacheWrite1h, .output]
    let counts = zip(meters, tokens).map { ($0, Int64($1)) }.filter { $0.1 > 0 }
    var facts = CallFacts(
      userID: "ada", source: UsageDraft.source, model: model, usage: Usage(disjoint: counts), timestamp: now)
    facts.sessionID = session
    _ = try service.record(UsageDraft(facts: facts, requestID: id))
    try service.ledger.commit()
  }
}

extension LogIntakeDesk {
  /// Lets a file of logs look as if it had been written at a time.
  func age(_ name: String, seconds: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: TimeInterval(seconds))],
      ofItemAtPath: logs.file("projects/\(name)"))
  }

  /// Deletes the ledger's files, as people do.
  func deleteLedger() throws {
    for name in try folder.names() { try FileManager.default.removeItem(atPath: folder.file(name)) }
  }
}

extension LoggedCall {
  /// A call of a program.
  static var sample: LoggedCall {
    var facts = CallFacts(
      userID: "", source: "slow", model: "gpt-4o", usage: Usage(disjoint: [(.input, 10)]),
      timestamp: Instant(seconds: 1_790_000_000))
    facts.sessionID = "s1"
    return LoggedCall(facts: facts, keys: [RecordKey(namespace: "slow", id: "1")])
  }
}
