import JSON
package import Ledger
import Posix
import SQLite

/// Reads files of logs from where they were read to.
package struct LogScanner {
  /// How much of a file of lines is read in one stretch, in bytes.
  package static let stretchLength: Int64 = 2 << 20
  /// How much of it is in memory at once, in bytes: little enough to stay in the processor's cache.
  private static let pieceLength = 256 << 10
  /// The longest file that is read as a whole, and the longest line, in bytes.
  static let longestWhole: Int64 = 512 << 20
  /// How many bytes before the place read to are kept to know it again: more than a line's time and id.
  private static let tailLength = 96

  private var buffer = LogBuffer()

  /// Creates a scanner, which keeps its memory from one stretch to the next.
  package init() {}

  /// Returns whether a file is as it was when it was last read.
  package static func isUnchanged(_ file: LogFile, since progress: LogProgress) -> Bool {
    progress.size == file.size && progress.modifiedNanoseconds == file.modifiedNanoseconds
      && progress.inode == file.inode && progress.device == file.device
  }

  /// Reads the next stretch of a file.
  package mutating func read(_ task: LogTask) throws(LogError) -> LogStretch {
    var next = task.progress
    next.fault = nil
    switch task.source.form {
    case .lines(let source): return try lines(of: task, source, from: &next)
    case .document(let source): return try document(of: task, source, from: &next)
    case .database(let source): return try database(of: task, source, from: &next)
    }
  }

  private mutating func lines<Source: LineSource>(
    of task: LogTask, _ source: Source, from progress: inout LogProgress
  ) throws(LogError) -> LogStretch {
    let file = task.file
    let log = try OpenLog(file.path)
    if !isContinued(log, progress) {
      (progress.readTo, progress.memory, progress.tail, progress.skipped) = (0, "{}", [], "{}")
    }
    var reader = source.reader(of: file, memory: progress.reader, among: task.others)
    var findings = LogFindings(explains: task.explains)
    let end = try feed(log, from: progress.readTo, marks: source.marks) { line, place in
      findings.place = place
      reader.read(line, into: &findings)
    }
    reader.finish(into: &findings)
    progress.readTo = end.offset
    progress.memory = JSONWriter.string(.object(reader.memory))
    progress.tail = log.bytes(before: end.offset, count: Self.tailLength)
    return stretch(of: log.facts, findings, progress, hasMore: !end.isLast)
  }

  /// Whether a file still begins with what was read of it, rather than being written anew.
  private func isContinued(_ log: borrowing OpenLog, _ progress: LogProgress) -> Bool {
    progress.readTo == 0
      || progress.inode == log.facts.inode && progress.readTo <= log.facts.size
        && log.holds(progress.tail, before: progress.readTo)
  }

  /// Hands on the marked lines of one stretch.
  private mutating func feed(
    _ log: borrowing OpenLog, from start: Int64, marks: [StaticString],
    _ body: (UnsafeRawBufferPointer, Int64) -> Void
  ) throws(LogError) -> (offset: Int64, isLast: Bool) {
    var end = (offset: start, isLast: false)
    while !end.isLast, end.offset - start < Self.stretchLength {
      do {
        end = try buffer.feed(log, from: end.offset, atMost: Self.pieceLength, marks: marks, body)
      } catch {
        // What is before the fault counts; the next stretch begins at it.
        guard end.offset > start else { throw error }
        return end
      }
    }
    return end
  }

  private func document<Source: DocumentSource>(
    of task: LogTask, _ source: Source, from progress: inout LogProgress
  ) throws(LogError) -> LogStretch {
    let log = try OpenLog(task.file.path)
    guard log.facts.size <= Self.longestWhole else { throw .tooLong(log.facts.size) }
    var findings = LogFindings(explains: task.explains)
    let bytes = try log.bytes(from: 0, count: Int(log.facts.size))
    bytes.withUnsafeBytes { source.read($0, of: task.file, into: &findings) }
    (progress.readTo, progress.skipped) = (Int64(bytes.count), "{}")
    return stretch(of: log.facts, findings, progress, hasMore: false)
  }

  private func database<Source: DatabaseSource>(
    of task: LogTask, _ source: Source, from progress: inout LogProgress
  ) throws(LogError) -> LogStretch {
    let file = task.file
    var findings = LogFindings(explains: task.explains)
    var memory = progress.reader
    do throws(SQLiteError) {
      let database = try Connection(path: file.path, mode: .readOnly, busyTimeoutMilliseconds: 250)
      try database.run("BEGIN")
      try source.read(database, of: file, memory: &memory, into: &findings)
      try database.run("COMMIT")
    } catch {
      throw .database(error.message)
    }
    progress.memory = JSONWriter.string(.object(memory))
    progress.readTo = file.size
    return stretch(of: file, findings, progress, hasMore: false)
  }

  private func stretch(
    of file: some FileState, _ findings: LogFindings, _ progress: LogProgress, hasMore: Bool
  ) -> LogStretch {
    var progress = progress
    progress.note(file)
    // A file with more to be read must not look as if it were done.
    if hasMore { progress.size = -1 }
    return LogStretch(findings: findings, progress: progress, hasMore: hasMore)
  }
}
