import CivilTime
import JSON
import SQLite

extension Ledger {
  /// Returns the limits that the file holds, in the order in which they were set.
  package func limits() throws(LedgerError) -> [LimitRule] {
    try readingRows { store throws(SQLiteError) in try store.limitBook().rules }
  }

  /// Sets a limit in the running batch; one of the same name is replaced, and what it has counted stays.
  package func setLimit(_ rule: LimitRule) throws(LedgerError) {
    try changeLimits { store, now throws(SQLiteError) in try store.put(rule, at: now) }
  }

  /// Removes a limit in the running batch.
  ///
  /// - Returns: False when there is none of that name.
  package func removeLimit(_ name: String) throws(LedgerError) -> Bool {
    try changeLimits { store, _ throws(SQLiteError) in
      try store.connection.run("DELETE FROM limit_rule WHERE name = ?", .text(name))
      return store.connection.changes > 0
    }
  }

  /// Lets the window of a limit begin again now, in the running batch: nothing recorded before counts any more.
  ///
  /// - Parameters:
  ///   - rule: The limit; one of the process's own settings too.
  ///   - name: For whom of its kind; nil for all.
  package func resetLimit(_ rule: LimitRule, for name: String?) throws(LedgerError) {
    let clock = world.now()
    try writing { store throws(SQLiteError) in
      try store.flushPending()
      // The next millisecond: what was recorded within this one lies before the reset.
      let now = max(clock, try store.newestEntry()).adding(milliseconds: 1)
      try store.noteEntry(at: now, isUpdate: true)
      try store.connection.run(
        "INSERT INTO limit_reset (limit_name, text, at) VALUES (?, ?, ?)", .text(rule.id), SQLValue(name),
        .integer(now.milliseconds))
      let grains = try store.limitBook().grains
      let dimension = rule.scope.dimension
      try store.fillCut(
        now.milliseconds, of: dimension, dimension.map { grains[$0] ?? [] } ?? CounterGrain.all)
      try store.changeLimitBook()
    }
  }

  private func changeLimits<T>(
    _ change: (LedgerStore, Instant) throws(SQLiteError) -> T
  ) throws(LedgerError) -> T {
    let clock = world.now()
    return try writing { store throws(SQLiteError) in try store.change(at: clock, change) }
  }
}

extension LedgerStore {
  /// Makes the limits of `config.json` those that the file holds, where they are not; no batch is running.
  func adopt(_ configured: [LimitRule]) throws(LedgerError) {
    do {
      let held = try limitBook().rules.filter { $0.origin == .config }
      guard Set(held) != Set(configured) else { return }
    } catch {
      throw LedgerError(error, path: folder.database)
    }
    try beginTransaction()
    do {
      try change(at: world.now()) { store, now throws(SQLiteError) in
        for old in try store.limitBook().rules where old.origin == .config {
          guard !configured.contains(where: { $0.id.hasSameScalars(as: old.id) }) else { continue }
          try store.connection.run("DELETE FROM limit_rule WHERE name = ?", .text(old.id))
        }
        for rule in configured { try store.put(rule, at: now) }
      }
      try connection.execute("COMMIT")
    } catch {
      abandonTransaction()
      throw LedgerError(error, path: folder.database)
    }
    try endTransaction()
  }

  /// Changes limits in the running transaction and brings their counters up.
  fileprivate func change<T>(
    at clock: Instant, _ change: (LedgerStore, Instant) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> T {
    try flushPending()
    let before = try limitBook()
    let now = max(clock, try newestEntry())
    let result = try change(self, now)
    try changeLimitBook()
    let after = try limitBook()
    try fillCounters(for: after.rules, before: before.grains, cuts: after.allCuts, at: now.milliseconds)
    caches.scopes = ScopeCache()
    return result
  }

  fileprivate func put(_ rule: LimitRule, at now: Instant) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO limit_rule (name, origin, dimension, text, metric, window, action, amount, picodollars, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET origin = excluded.origin, amount = excluded.amount,
        picodollars = excluded.picodollars
      """, binding: [.text(rule.id), .text(rule.origin.rawValue)] + rule.columns + [.integer(now.milliseconds)])
  }
}
