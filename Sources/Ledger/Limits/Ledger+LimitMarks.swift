package import CivilTime
import SQLite

extension Ledger {
  /// Notes, in the running batch, that a limit's window has come so far.
  ///
  /// A sliding window that stays as far counts as one window, until it was below for its whole length.
  ///
  /// - Returns: Whether that is news: nobody has heard of this window at this step or a higher one, by whichever
  ///   process.
  package func mark(_ mark: LimitMark) throws(LedgerError) -> Bool {
    let now = try ledgerTime()
    // Mostly it is known, and reading takes no lock.
    let known = try readingRow { store throws(SQLiteError) in try store.knownMark(mark) }
    if let known, !known.needsNote(of: mark, at: now) { return false }
    return try writing { store throws(SQLiteError) in
      let known = try store.knownMark(mark)
      try store.note(mark, at: now)
      return known?.covers(mark, at: now) != true
    }
  }
}

extension Ledger {
  /// Returns when somebody last heard of this window at this step or a higher one, or nil.
  package func markedAt(_ mark: LimitMark) throws(LedgerError) -> Instant? {
    let now = try ledgerTime()
    let known = try readingRow { store throws(SQLiteError) in try store.knownMark(mark) }
    return known.flatMap { $0.covers(mark, at: now) ? $0.seenAt : nil }
  }
}

/// A mark as the file has it.
private struct KnownMark {
  let window: Int64
  let step: Int64
  let seenAt: Instant

  /// Whether somebody has heard of this window at this step or a higher one.
  func covers(_ mark: LimitMark, at now: Instant) -> Bool {
    switch mark.window {
    case .fixed(let number): window == number && step >= mark.step
    case .sliding(let length): now <= seenAt.adding(milliseconds: length) && step >= mark.step
    }
  }

  /// Whether the file has to change; a sliding window is noted as still there now and then.
  func needsNote(of mark: LimitMark, at now: Instant) -> Bool {
    guard covers(mark, at: now), case .sliding(let length) = mark.window else { return !covers(mark, at: now) }
    return now > seenAt.adding(milliseconds: length / 4)
  }
}

extension LedgerStore {
  fileprivate func knownMark(_ mark: LimitMark) throws(SQLiteError) -> KnownMark? {
    try connection.first(
      "SELECT window, step, seen_at FROM limit_mark WHERE kind = ? AND limit_id = ?",
      .integer(mark.kind.rawValue), .text(mark.limit)
    ) { row throws(SQLiteError) in
      KnownMark(
        window: try row.integer(0), step: try row.integer(1), seenAt: try row.time(2))
    }
  }

  /// A sliding window keeps the highest step of its stay: falling from it and rising again is no news.
  fileprivate func note(_ mark: LimitMark, at now: Instant) throws(SQLiteError) {
    let known = try knownMark(mark)
    let stays = known?.covers(LimitMark(kind: mark.kind, limit: mark.limit, window: mark.window, step: 0), at: now)
    let step = stays == true ? max(known?.step ?? 0, mark.step) : mark.step
    let window = if case .fixed(let number) = mark.window { number } else { 0 as Int64 }
    try connection.run(
      "INSERT OR REPLACE INTO limit_mark (kind, limit_id, window, step, seen_at) VALUES (?, ?, ?, ?, ?)",
      .integer(mark.kind.rawValue), .text(mark.limit), .integer(window), .integer(step),
      .integer(now.milliseconds))
  }
}
