import AgentLogs
import Foundation
import Ledger
import Posix
import SQLite
import Service
import TestSupport
import Testing

/// What becomes of files that cannot be read, and of a ledger that cannot be written.
@Suite struct LogIntakeFaultTests {
  let desk: LogIntakeDesk
  private let file = "-home-u-app/s1.jsonl"

  init() throws { desk = try LogIntakeDesk() }

  /// Whether permissions keep this process from reading.
  static var isOrdinary: Bool { getuid() != 0 }

  @Test(.enabled(if: Self.isOrdinary, "root reads all files"))
  func `a file that may not be read is a fault, and is read once it may be`() throws {
    let path = try desk.write(ClaudeLine().text + "\n", to: file)
    chmod(path, 0)
    let intake = try desk.takeIn()
    #expect(intake.report.faults.map(\.path) == [path])
    try desk.takeIn(intake)
    #expect(intake.report.faults.count == 1)
    #expect(try desk.requests() == 0)
    chmod(path, 0o600)
    try desk.takeIn(intake)
    #expect(intake.report.faults.isEmpty)
    #expect(try desk.requests() == 1)
    #expect(try desk.service().ledger.logProgress().map(\.fault) == [nil])
  }

  @Test(.enabled(if: Self.isOrdinary, "root reads all folders"))
  func `a folder that may not be read is a fault, and the others are read`() throws {
    try desk.write(ClaudeLine().text + "\n", to: file)
    try desk.write(ClaudeLine().text + "\n", to: "closed/s2.jsonl")
    let closed = desk.logs.file("projects/closed")
    chmod(closed, 0)
    let intake = try desk.takeIn()
    chmod(closed, 0o700)
    #expect(intake.report.faults.map(\.path) == [closed])
    #expect(try desk.requests() == 1)
  }

  /// A file that became a folder after it was found.
  private func becomesFolder(_ intake: LogIntake) throws -> String {
    let path = try desk.write(ClaudeLine().text + "\n", to: file)
    try intake.look()
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try desk.finish(intake)
    return path
  }

  @Test func `a folder in the place of a file is a fault, and the file is read once it is there`() throws {
    let intake = desk.intake()
    let path = try becomesFolder(intake)
    #expect(intake.report.faults.map(\.path) == [path])
    #expect(try desk.service().ledger.logProgress().map(\.fault?.isEmpty) == [false])
    try desk.takeIn(intake)
    #expect(intake.report.faults.isEmpty && !intake.hasWork)
    try FileManager.default.removeItem(atPath: path)
    try desk.write(ClaudeLine().text + "\n", to: file)
    try desk.takeIn(intake)
    #expect(try desk.requests() == 1)
    #expect(try desk.service().ledger.logProgress().map(\.fault) == [nil])
  }

  @Test func `a fault that stays writes nothing more to the ledger`() throws {
    let service = desk.service()
    let intake = desk.intake(service)
    let path = try becomesFolder(intake)
    let file = LogFile(
      path: path, relativePath: self.file, device: 1, inode: 1, size: 10, modifiedNanoseconds: 1_000_000_000)
    try intake.take([file], of: ClaudeCode())
    try desk.finish(intake)
    let commits = service.ledger.commitCount
    for _ in 0..<3 {
      try intake.take([file], of: ClaudeCode())
      try desk.finish(intake)
    }
    #expect(service.ledger.commitCount == commits)
    #expect(intake.report.faults.contains { $0.path == path })
  }

  @Test func `a file that is gone before it is read is no error`() throws {
    let path = try desk.write(ClaudeLine().text + "\n", to: file)
    let intake = desk.intake()
    try intake.look()
    try FileManager.default.removeItem(atPath: path)
    try desk.finish(intake)
    #expect(try desk.requests() == 0)
  }

  @Test func `nothing of what failed stays, and it is taken in later`() throws {
    for number in 1...40 {
      var line = ClaudeLine()
      (line.id, line.request) = ("msg_\(number)", "req_\(number)")
      try desk.append((line.text + "\n").utf8, to: "p/s\(number % 4).jsonl")
    }
    let service = desk.service()
    let intake = desk.intake(service)
    try service.ledger.open()
    let other = try desk.connection()
    try other.execute(
      """
      CREATE TRIGGER trouble BEFORE INSERT ON record WHEN (SELECT count(*) FROM record) = 25
      BEGIN SELECT RAISE(ABORT, 'trouble'); END
      """)
    try intake.look()
    #expect(throws: LedgerError.self) { try intake.work(milliseconds: 10_000) }
    #expect(!service.ledger.hasWritten)
    #expect(try desk.requests() == 0)
    #expect(try desk.service().ledger.logProgress().isEmpty)
    #expect(intake.report.total.added == 0)
    try desk.record(service, id: "msg_7")
    try other.execute("DROP TRIGGER trouble")
    // Without looking again: what was taken back still waits.
    #expect(intake.hasWork)
    try desk.finish(intake)
    #expect(try desk.requests() == 40)
    #expect(intake.report.total.added == 39)
  }

  @Test func `a ledger that another process keeps locked is asked again later, and questions go on`() throws {
    try desk.write(ClaudeLine().text + "\n", to: file)
    let service = desk.service()
    try service.ledger.open()
    let intake = desk.intake(service)
    let lock = try FileLock(
      path: desk.folder.file("ledger.lock"), monotonicMilliseconds: StepClock().milliseconds,
      sleepMilliseconds: { _ in })
    try lock.lock(waitingMilliseconds: 0)
    intake.catchUp()
    #expect(!service.ledger.hasWritten)
    #expect(!intake.hasWork, "or the server would try again at once, for ever")
    #expect(intake.completeSince != nil, "an answer says that something waits")
    #expect(try service.ledger.totals(of: .all, filter: .none).all.requests == 0)
    lock.unlock()
    for _ in 0..<20_000 where intake.completeSince != nil { intake.catchUp() }
    #expect(intake.completeSince == nil)
    #expect(try desk.requests() == 1)
  }
}
