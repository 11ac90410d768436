import CivilTime

/// Tells copied rows from own ones line by line, from the front of a thread's file on, as far as the file alone tells.
///
/// What a line is follows from those before it: a file is read while it grows, and what was counted stays counted. So a
/// first row that nothing announces as a copy is the thread's own, even where those after it turn out to be copies.
struct CodexFront {
  /// The longest pause among lines that are written at once: measured were 40 ms at most, and 5.8 s before own work.
  static let pause: Int64 = 1_000
  /// The longest pause within a turn that is known to be copied.
  private static let turnPause: Int64 = 3_000
  /// No call is made within so short a time of the line that begins its turn.
  private static let shortestCall: Int64 = 100

  /// How many rows at the front are copies, the first of them perhaps not (``isFirstOwn``).
  private(set) var length = 0
  /// True where the first row is the thread's own, although those after it are copies.
  var isFirstOwn: Bool { first != nil && length > 0 }
  /// True where the next row may still be a copy.
  private(set) var isOpen = true

  private let created: Int64?
  /// When the line was written that a copy follows at once.
  private var clock: Int64?
  /// When the turn began, where no row has followed yet.
  private var turn: Int64?
  private var isTurnCopied = false
  private var passed = 0
  /// The time of a first row that is the thread's own.
  private var first: Int64??

  /// Creates the front of a thread's file.
  init(of thread: CodexThread) {
    created = thread.created
    clock = thread.created
  }

  /// Takes a line without counts.
  mutating func pass(_ mark: CodexTrail.Mark) {
    switch mark.kind {
    case .started: isTurnCopied = mark.isOld(in: created)
    case .takeover where !isTurnCopied: isOpen = false
    case .thread, .takeover, .turn, .other: break
    }
    if mark.isOwnStart(in: created) { isOpen = false }
    if mark.isEvidence(in: created) || Self.isNear(mark.time, clock) { clock = mark.time ?? clock }
    if mark.isTurn { turn = mark.time }
  }

  /// Takes a row.
  mutating func pass(_ row: CodexTrail.Row) {
    guard isOpen else { return }
    passed += 1
    if isCopy(row) {
      length = passed
    } else if passed == 1 {
      first = .some(row.time)
    } else {
      isOpen = false
    }
    turn = nil
  }

  /// Returns whether a line of this time would be a copy here.
  func isCopy(at time: Int64?) -> Bool {
    isOpen && (isAtOnce(time) || Self.isOlder(time, than: created))
  }

  private func isAtOnce(_ time: Int64?) -> Bool {
    Self.isNear(time, clock, isTurnCopied ? Self.turnPause : Self.pause)
  }

  private mutating func isCopy(_ row: CodexTrail.Row) -> Bool {
    let isBesideFirst = passed == 2 && first.map { Self.isNear(row.time, $0) } == true
    let isTooFast = turn.map { Self.isNear(row.time, $0, Self.shortestCall) } == true
    if isBesideFirst || isTooFast || isAtOnce(row.time) {
      clock = row.time
      return true
    }
    return row.isForeign || Self.isOlder(row.time, than: created)
  }

  /// Returns whether a time is known to be before another.
  static func isOlder(_ time: Int64?, than other: Int64?) -> Bool {
    guard let time, let other else { return false }
    return time < other
  }

  /// Returns whether two times are known to be no more than a pause apart.
  static func isNear(_ time: Int64?, _ other: Int64?, _ pause: Int64 = pause) -> Bool {
    guard let time, let other else { return false }
    return (-pause...pause).contains(time.subtractingReportingOverflow(other).partialValue)
  }
}

extension CodexTrail.Mark {
  /// True for lines that stand in front of copies, or among them.
  fileprivate func isEvidence(in created: Int64?) -> Bool {
    if case .thread = kind { return true }
    return isCopy(in: created)
  }

  /// Returns whether the line can only be a copy.
  func isCopy(in created: Int64?) -> Bool { kind == .thread(isForeign: true) || isOld(in: created) }

  /// True for the start of a turn that is older than the thread.
  ///
  /// Starts are whole seconds: one within the second of the thread's creation is the thread's own.
  fileprivate func isOld(in created: Int64?) -> Bool {
    guard case .started(let start?) = kind, let created else { return false }
    return start < Instant(milliseconds: created).seconds
  }

  /// Returns whether the line is the start of a turn that began after the thread.
  func isOwnStart(in created: Int64?) -> Bool {
    guard case .started(.some) = kind, created != nil else { return false }
    return !isOld(in: created)
  }

  fileprivate var isTurn: Bool {
    switch kind {
    case .turn, .started: true
    case .thread, .takeover, .other: false
    }
  }
}
