import CivilTime
import JSON

/// What the lines of a thread tell of their order and times, and of their likeness to those of other threads.
struct CodexTrail {
  /// A line with counts that goes on.
  struct Row {
    /// The counts, so that copies have the same in this run.
    let print: Int
    /// Its time in milliseconds.
    let time: Int64?
    let ordinal: Int64?
    /// True where it has a cumulative total.
    let isWhole: Bool
    /// True where it names another thread.
    let isForeign: Bool
  }

  /// Another line, which may tell where copies end.
  struct Mark {
    /// What it tells.
    enum Kind: Hashable {
      /// The thread itself, or an earlier one where that is copied.
      case thread(isForeign: Bool)
      /// A turn began, at this time in seconds where that is said.
      case started(Int64?)
      /// The thread's own work begins.
      case takeover
      /// The settings of a turn.
      case turn
      /// Something else.
      case other
    }

    let kind: Kind
    /// How many rows are before it.
    let row: Int
    /// Its time in milliseconds.
    let time: Int64?
  }

  private(set) var rows: [Row] = []
  private(set) var marks: [Mark] = []
  /// The earlier threads whose first lines are copied, before the first row.
  private(set) var elders: [CodexThread] = []
  /// The responses that are compactions, and which mark tells of each.
  private(set) var compactions: [String: Int] = [:]

  private static let marks: [StaticString] = [
    "\"token_count\"", "\"turn_context\"", "\"session_meta\"", "\"thread_settings_applied\"", "\"task_started\"",
    "\"inter_agent_communication", "\"compacted\"",
  ]
  /// How much is read at once, in bytes.
  private static let stretch = 1 << 18
  /// How many earlier threads are kept in mind.
  private static let mostElders = 16

  /// Reads the files of a thread, of which several may be copies or parts of it.
  init(of thread: String, in paths: [String]) {
    var walk = Walk(thread: thread, isAlone: paths.count == 1)
    for path in paths {
      // What cannot be read is no evidence.
      do { try read(path, &walk) } catch {}
    }
  }

  /// How far a thread is followed.
  private struct Walk {
    let thread: String
    let isAlone: Bool
    var counter = CodexCounter()
    /// The lines with counts that were met, where several files may have the same.
    var seen: Set<Int> = []
  }

  private mutating func read(_ path: String, _ walk: inout Walk) throws(LogError) {
    let log = try OpenLog(path)
    var buffer = LogBuffer()
    var place: (offset: Int64, isLast: Bool) = (0, false)
    while !place.isLast {
      place = try buffer.feed(log, from: place.offset, atMost: Self.stretch, marks: Self.marks) { line, _ in
        do { if let line = try CodexLine.parse(line) { take(line, &walk) } } catch {}
      }
    }
  }

  private mutating func take(_ line: CodexLine, _ walk: inout Walk) {
    switch line.kind {
    case .tokens: count(line, &walk)
    case .thread: meet(line, walk.thread)
    case .started: mark(.started(line.payload.instant("started_at")?.seconds), line)
    case .takeover: mark(.takeover, line)
    case .compaction:
      if let id = line.payload.name("compaction_response_id") { compactions[id] = compactions[id] ?? marks.count }
      mark(.other, line)
    case .turn: mark(.turn, line)
    case .settings: mark(.other, line)
    case .request, .sum: break
    }
  }

  private mutating func mark(_ kind: Mark.Kind, _ line: CodexLine) {
    marks.append(Mark(kind: kind, row: rows.count, time: line.time?.milliseconds))
  }

  private mutating func meet(_ line: CodexLine, _ thread: String) {
    guard let met = CodexThread(line, isCopy: true) else { return }
    mark(.thread(isForeign: met.id != thread), line)
    if met.id != thread, rows.isEmpty, elders.count < Self.mostElders { elders.append(met) }
  }

  private mutating func count(_ line: CodexLine, _ walk: inout Walk) {
    guard let row = CodexRow(line.payload.object("info")) else { return mark(.other, line) }
    var hasher = Hasher()
    hasher.combine(row)
    let print = hasher.finalize()
    if !walk.isAlone {
      hasher.combine(line.time)
      guard walk.seen.insert(hasher.finalize()).inserted else { return }
    }
    guard walk.counter.take(row) != nil else { return mark(.other, line) }
    rows.append(
      Row(
        print: print, time: line.time?.milliseconds, ordinal: line.ordinal, isWhole: row.total != nil,
        isForeign: line.isForeign(to: walk.thread)))
  }
}
