import CivilTime
import Pricing
import SQLite

/// Making everything anew that follows from records and the archive, within the running transaction.
struct Repair {
  let store: LedgerStore
  let ownLimits: [LimitRule]

  private var connection: Connection { store.connection }

  /// Does it, and looks through the whole ledger again.
  ///
  /// - Returns: What is still wrong: what nothing else tells, or a structure that cannot be mended. Then the caller
  ///   takes everything back.
  func run(_ archive: ArchiveShelf?) throws(SQLiteError) -> VerificationReport {
    // Indexes hold nothing of their own.
    try connection.execute("REINDEX")
    try mendTime()
    var before = Verification(store: store, ownLimits: ownLimits)
    try before.mendCorrections()
    try before.mendKeys()
    try VerifiedSums.make(in: connection)
    let isArchiveWhole = try archive?.load(into: store, noting: &before.report) ?? false
    for dimension in try store.limitBook().dimensions { try store.addScopes(of: dimension) }
    try VerifiedSums(store: store, isArchiveWhole: isArchiveWhole).fill()
    for table in try before.tables(isArchiveWhole: isArchiveWhole) {
      try connection.execute(table.rebuild)
    }
    try mendResets()
    try mendAccounts(try before.accounts(isArchiveWhole: isArchiveWhole))
    // Servers of one user count these, and all forget what they remember of limits.
    try connection.run("UPDATE user_change SET changes = changes + 1")
    try store.changeLimitBook()
    store.caches = FileCaches()
    var after = Verification(store: store, ownLimits: ownLimits)
    try after.run(archive)
    return after.report
  }

  private func mendTime() throws(SQLiteError) {
    try connection.run(
      """
      UPDATE ledger_time SET newest_update = max(newest_update, coalesce((SELECT max(recorded_at) FROM record), 0))
      WHERE (SELECT max(recorded_at) FROM record)
        > max(newest_update, coalesce((SELECT recorded_at FROM record ORDER BY id DESC LIMIT 1), 0))
      """)
  }

  private func mendResets() throws(SQLiteError) {
    let book = try store.limitBook()
    for cut in book.allCuts {
      try store.fillCut(cut, of: nil, CounterGrain.all)
      for (dimension, grains) in book.grains { try store.fillCut(cut, of: dimension, grains) }
    }
  }

  /// Writes usage again where it is not what records cost; then an account is the sum of its entries.
  private func mendAccounts(_ accounts: [VerifiedAccount]) throws(SQLiteError) {
    for account in accounts {
      var entries = account.entries
      if let cost = account.cost, -account.usage != cost {
        try rewriteUsage(of: account.user, cost)
        entries = account.credits - cost
      }
      guard entries != account.held else { continue }
      try connection.run(
        "UPDATE balance_account SET dollars = ?, picodollars = ? WHERE user_id = ?",
        binding: StoredMoney(entries).values + [account.user.value])
    }
  }

  /// Replaces what was drawn by one entry, of the day of the newest: which day a correction fell on, nothing tells.
  private func rewriteUsage(of user: TextID, _ cost: Money) throws(SQLiteError) {
    let now = max(store.world.now(), try store.newestEntry()).milliseconds
    try connection.run("DELETE FROM balance_entry WHERE user_id = ? AND day IS NOT NULL", user.value)
    guard !cost.isZero else { return }
    let stored = StoredMoney(-cost)
    try connection.run(
      "INSERT INTO balance_entry (user_id, entered_at, day, dollars, picodollars, note) VALUES (?, ?, ?, ?, ?, '')",
      user.value, .integer(now), .integer(floorDivide(now, by: Instant.millisecondsPerDay)), .integer(stored.dollars),
      .integer(stored.picodollars))
  }
}
