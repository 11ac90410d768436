import CivilTime

/// Where in a thread's file the copies of earlier threads end, as the file itself lets guess.
///
/// Facts about copies (reports to ccusage, tokscale, codeburn and CodexBar, and Codex's own source): a fork holds the
/// lines of the thread before it, one by one, written at once; their counts and the starts of their turns are as they
/// were, and their times mostly are those of the writing, seldom the old ones. A sub-agent's file may hold none.
extension CodexTrail {
  /// The longest pause among lines that are written at once: measured were 40 ms at most, and 5.8 s before own work.
  static let pause: Int64 = 1_000

  /// Returns how many rows at the front are copies as far as the thread's file alone tells.
  ///
  /// The number of the first own line counts where the file has copied lines at all; then the start of the first own
  /// turn, which tells its time also in copies, and the message that begins a sub-agent's work; otherwise the rows that
  /// are as old as another thread, or were written in one go with the file's front.
  func guessedCopies(in thread: CodexThread) -> Int {
    if let numbered = copiesByNumber(before: thread.firstOwn) { return min(numbered, firstOwnTurn(of: thread)) }
    let end = min(firstOwnTurn(of: thread), firstTakeover(since: thread.created))
    return end < .max ? end : copiesAtOnce(since: thread.created)
  }

  /// True where something in the file can only be a copy.
  func hasCopies(in thread: CodexThread) -> Bool {
    if rows.first?.isForeign == true || isOlder(rows.first?.time, than: thread.created) { return true }
    return marks.contains { isCopy($0, since: thread.created) }
  }

  /// Returns how many rows at the front are rows of an earlier thread, which were there at a time.
  ///
  /// Of a long history only the last turns may be copied: then the first row is looked for, by its total.
  func copies(of elder: CodexTrail, until time: Int64?) -> Int {
    let end = time.flatMap { time in elder.rows.firstIndex { isOlder(time, than: $0.time) } } ?? elder.rows.count
    let count = common(with: elder.rows[..<end])
    guard count == 0, let first = rows.first, first.isWhole else { return count + tail(after: count, of: elder) }
    let place = elder.rows[..<end].dropFirst().firstIndex { $0.print == first.print }
    return place.map { common(with: elder.rows[$0..<end]) } ?? 0
  }

  /// Returns how many more rows are alike that were written at once with those before: a thread's time may be too early.
  private func tail(after count: Int, of elder: CodexTrail) -> Int {
    guard count > 0 else { return 0 }
    return zip(rows.indices, elder.rows).dropFirst(count)
      .prefix { rows[$0].print == $1.print && isNear(rows[$0].time, rows[$0 - 1].time) }.count
  }

  private func common(with others: ArraySlice<Row>) -> Int {
    zip(rows, others).prefix { $0.print == $1.print }.count
  }

  private func copiesByNumber(before first: Int64?) -> Int? {
    guard let first, marks.contains(where: { $0.kind == .thread(isForeign: true) }) else { return nil }
    guard rows.contains(where: { $0.ordinal != nil }) else { return nil }
    return rows.prefix { $0.ordinal.map { $0 < first } ?? true }.count
  }

  /// Returns how many rows are before the first turn that began after the thread; a great number without one.
  func firstOwnTurn(of thread: CodexThread) -> Int {
    guard let created = thread.created else { return .max }
    let mark = marks.first { mark in
      if case .started(let start?) = mark.kind { !Self.isBefore(start, created) } else { false }
    }
    return mark?.row ?? .max
  }

  /// In a copied turn, it was the work of the thread before.
  private func firstTakeover(since created: Int64?) -> Int {
    var isCopied = false
    for mark in marks {
      if case .started = mark.kind { isCopied = isCopy(mark, since: created) }
      if mark.kind == .takeover, !isCopied { return mark.row }
    }
    return .max
  }

  private func copiesAtOnce(since created: Int64?) -> Int {
    var clock = created
    var next = marks[...]
    for (index, row) in rows.enumerated() {
      while let mark = next.first, mark.row <= index {
        next.removeFirst()
        if isEvidence(mark, since: created) || isNear(mark.time, clock) { clock = mark.time ?? clock }
      }
      let isFirstOfTwo = index == 0 && rows.count > 1 && isNear(rows[1].time, row.time)
      if isNear(row.time, clock) || isFirstOfTwo {
        clock = row.time
      } else if !row.isForeign, !isOlder(row.time, than: created) {
        return index
      }
    }
    return rows.count
  }

  /// True for lines that stand in front of copies, or among them.
  private func isEvidence(_ mark: Mark, since created: Int64?) -> Bool {
    if case .thread = mark.kind { return true }
    return isCopy(mark, since: created)
  }

  private func isCopy(_ mark: Mark, since created: Int64?) -> Bool {
    switch mark.kind {
    case .thread(let isForeign): isForeign
    case .started(let start?): created.map { Self.isBefore(start, $0) } ?? false
    case .started, .takeover, .other: false
    }
  }

  /// Starts are whole seconds: one within the second of the thread's creation is the thread's own.
  private static func isBefore(_ start: Int64, _ created: Int64) -> Bool {
    start < Instant(milliseconds: created).seconds
  }

  private func isOlder(_ time: Int64?, than other: Int64?) -> Bool {
    guard let time, let other else { return false }
    return time < other
  }

  private func isNear(_ time: Int64?, _ other: Int64?) -> Bool {
    guard let time, let other else { return false }
    return (-Self.pause...Self.pause).contains(time.subtractingReportingOverflow(other).partialValue)
  }
}
