/// Where in a thread's file the copies of earlier threads end, as the file itself lets guess.
///
/// Facts about copies (reports to ccusage, tokscale, codeburn and CodexBar, and Codex's own source): a fork holds the
/// lines of the thread before it, one by one, written at once; their counts and the starts of their turns are as they
/// were, and their times mostly are those of the writing, seldom the old ones. A sub-agent's file may hold none.
extension CodexTrail {
  /// Which rows at the front of a file are copies.
  struct Guess {
    /// How many they are.
    var length: Int
    /// True where the first row counts nevertheless.
    var isFirstOwn = false
    /// True where more of the file may tell more.
    var isOpen = false
  }

  /// Returns how many rows at the front are copies as far as the thread's file alone tells.
  ///
  /// The number of the first own line counts where the file has copied lines at all; then what ``CodexFront`` sees: the
  /// start of the first own turn, the message that begins a sub-agent's work, and the rows that are as old as another
  /// thread, or were written in one go with the file's front.
  func guess(in thread: CodexThread) -> Guess {
    if let numbered = copiesByNumber(before: thread.firstOwn) {
      return Guess(length: min(numbered, firstOwnTurn(of: thread)))
    }
    let front = front(of: thread, until: marks.count, rows.count)
    return Guess(length: front.length, isFirstOwn: front.isFirstOwn, isOpen: front.isOpen)
  }

  /// True where something before the first row's end can only be a copy.
  func hasCopies(in thread: CodexThread) -> Bool {
    if rows.first?.isForeign == true || CodexFront.isOlder(rows.first?.time, than: thread.created) { return true }
    return marks.prefix { $0.row == 0 }.contains { $0.isCopy(in: thread.created) }
  }

  /// Returns whether a compaction is a copy as far as the thread's file alone tells.
  func isCopied(compaction id: String, in thread: CodexThread) -> Bool {
    guard let place = compactions[id] else { return false }
    let front = front(of: thread, until: place, marks[place].row)
    return front.length == marks[place].row && front.isCopy(at: marks[place].time)
  }

  /// Returns how many rows at the front are rows of an earlier thread, which were there at a time.
  ///
  /// Of a long history only the last turns may be copied: then the first row is looked for, by its total.
  func copies(of elder: CodexTrail, until time: Int64?) -> Int {
    let end = time.flatMap { time in elder.rows.firstIndex { CodexFront.isOlder(time, than: $0.time) } }
    let earlier = elder.rows[..<(end ?? elder.rows.count)]
    let count = common(with: earlier)
    guard count == 0, let first = rows.first, first.isWhole else { return count + tail(after: count, of: elder) }
    let place = earlier.dropFirst().firstIndex { $0.print == first.print }
    return place.map { common(with: earlier[$0...]) } ?? 0
  }

  /// Returns how many rows are before the first turn that began after the thread; a great number without one.
  func firstOwnTurn(of thread: CodexThread) -> Int {
    marks.first { $0.isOwnStart(in: thread.created) }?.row ?? .max
  }

  /// Returns how many more rows are alike that were written at once with those before: a thread's time may be too early.
  private func tail(after count: Int, of elder: CodexTrail) -> Int {
    guard count > 0 else { return 0 }
    return zip(rows.indices, elder.rows).dropFirst(count)
      .prefix { rows[$0].print == $1.print && CodexFront.isNear(rows[$0].time, rows[$0 - 1].time) }.count
  }

  private func common(with others: ArraySlice<Row>) -> Int {
    zip(rows, others).prefix { $0.print == $1.print }.count
  }

  private func copiesByNumber(before first: Int64?) -> Int? {
    guard let first, rows.first?.ordinal != nil else { return nil }
    guard marks.contains(where: { $0.row == 0 && $0.kind == .thread(isForeign: true) }) else { return nil }
    return rows.prefix { $0.ordinal.map { $0 < first } ?? true }.count
  }

  /// Returns what is known after so many marks and rows.
  private func front(of thread: CodexThread, until mark: Int, _ row: Int) -> CodexFront {
    var front = CodexFront(of: thread)
    var next = marks[..<mark]
    for (index, row) in rows[..<row].enumerated() {
      while front.isOpen, next.first.map({ $0.row <= index }) == true { front.pass(next.removeFirst()) }
      guard front.isOpen else { return front }
      front.pass(row)
    }
    for mark in next { front.pass(mark) }
    return front
  }
}
