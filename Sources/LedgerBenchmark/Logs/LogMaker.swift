import CivilTime
import Posix

/// Writes logs as Claude Code leaves them: a file for each session, a line for each block of a message, and lines of
/// users that hold the result of a tool twice.
///
/// The same size is always the same logs, but for the day on which they end.
struct LogMaker {
  /// How many files there are, in how many folders, and over how many days they were written.
  static let files = 2_000
  private static let projects = 40
  private static let days: Int64 = 80

  /// The files.
  private(set) var paths: [String] = []
  /// How many bytes they have.
  private(set) var bytes = 0
  private let folders: [String]
  private let words = LogWords()

  /// Names the folder in which the program's own folder is to be.
  init(in home: String) {
    let program = "\(home)/.claude"
    folders = [program, "\(program)/projects"] + (0..<Self.projects).map { "\(program)/projects/-home-user-p\($0)" }
  }

  /// Writes about as many bytes of logs.
  mutating func make(bytes wanted: Int) throws {
    var chance = SplitMix(state: 7)
    for folder in folders { mkdir(folder, 0o700) }
    for number in 0..<Self.files {
      let age = Int64(chance.below(Int(Self.days * Instant.secondsPerDay)))
      let start = BenchmarkService.now.adding(milliseconds: -Instant.millisecondsPerDay - age * 1_000)
      var session = LogSession(project: number % Self.projects, start: start, chance)
      session.fill(wanted / Self.files, words)
      chance = session.chance
      try write(session, to: "\(folders[2 + number % Self.projects])/\(session.id).jsonl")
    }
  }

  /// Appends a message of one line to a file.
  func appendLine(to path: String) throws {
    var session = LogSession(project: 0, start: BenchmarkService.now, SplitMix(state: UInt64(Stopwatch.nanoseconds())))
    session.addMessage(ofBlocks: 1, words)
    try Self.write(session.text, to: path, O_WRONLY | O_APPEND)
  }

  /// Removes what was written.
  func remove() {
    for path in paths { unlink(path) }
    for folder in folders.reversed() { rmdir(folder) }
  }

  private mutating func write(_ session: LogSession, to path: String) throws {
    try Self.write(session.text, to: path, O_WRONLY | O_CREAT | O_TRUNC)
    let time = timespec(tv_sec: time_t(session.time.seconds), tv_nsec: 123_456_789)
    utimensat(AT_FDCWD, path, [time, time], 0)
    paths.append(path)
    bytes += session.text.count
  }

  private static func write(_ text: [UInt8], to path: String, _ mode: Int32) throws {
    let descriptor = open(path, mode, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, case .wrote = Descriptor.write(text, to: descriptor) else { throw BenchmarkFailure.noFile }
  }
}
