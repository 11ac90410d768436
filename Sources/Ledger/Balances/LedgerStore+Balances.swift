import CivilTime
import Pricing
import SQLite

extension LedgerStore {
  /// Draws a record's cost from its user's account, if there is one and it was open when the record was entered.
  func draw(_ record: StoredRecord) throws(SQLiteError) {
    try draw(record, +=)
  }

  /// Gives back what a record had drawn.
  func giveBack(_ record: StoredRecord) throws(SQLiteError) {
    try draw(record, -=)
  }

  private func draw(_ record: StoredRecord, _ operation: (inout Money, Money) -> Void) throws(SQLiteError) {
    guard let cost = record.countedCost, !cost.isZero, let user = try account(of: record) else { return }
    operation(&transaction.pending.draws[user, default: .zero], cost)
  }

  private func account(of record: StoredRecord) throws(SQLiteError) -> TextID? {
    guard try hasAccounts(), let user = try textID(of: record.facts.userID),
      let opening = try accountOpening(ofUser: user), record.recordedAt >= opening
    else { return nil }
    return user
  }

  /// Returns whether any user has an account; within a transaction it is read once.
  private func hasAccounts() throws(SQLiteError) -> Bool {
    if let known = transaction.hasAccounts { return known }
    let found = try connection.firstInteger("SELECT 1 FROM balance_account LIMIT 1") != nil
    if isWriting { transaction.hasAccounts = found }
    return found
  }

  /// Returns when a user's account was opened, or nil without one; within a transaction it is read once.
  func accountOpening(ofUser user: TextID) throws(SQLiteError) -> Instant? {
    if let known = transaction.accountOpenings[user] { return known }
    let opening = try opening(ofUser: user)
    if isWriting { transaction.accountOpenings[user] = .some(opening) }
    return opening
  }

  /// Returns when a user's account was opened, by the table.
  func opening(ofUser user: TextID) throws(SQLiteError) -> Instant? {
    try connection.first("SELECT opened_at FROM balance_account WHERE user_id = ?", user.value) {
      row throws(SQLiteError) in try row.time(0)
    }
  }

  /// Opens an account in a moment of its own, so that the time of entry tells which records draw from it.
  func openAccount(ofUser user: TextID, at now: Instant) throws(SQLiteError) {
    let opening = max(now, try newestEntry().adding(milliseconds: 1))
    try connection.run(
      "INSERT INTO balance_account (user_id, opened_at, dollars, picodollars) VALUES (?, ?, 0, 0)",
      user.value, .integer(opening.milliseconds))
    try noteEntry(at: opening, isUpdate: true)
    transaction.accountOpenings[user] = .some(opening)
    transaction.hasAccounts = true
  }

  /// Enters money that was put in or taken out.
  func credit(_ user: TextID, _ amount: Money, note: String, at now: Instant) throws(SQLiteError) {
    let stored = StoredMoney(amount)
    try connection.run(
      "INSERT INTO balance_entry (user_id, entered_at, day, dollars, picodollars, note) VALUES (?, ?, NULL, ?, ?, ?)",
      user.value, .integer(now.milliseconds), .integer(stored.dollars), .integer(stored.picodollars),
      .text(note))
    try change(user, stored)
  }

  /// What is left in a user's account, what waits to be written taken off; nil without an account.
  func remaining(ofUser user: TextID) throws(SQLiteError) -> Money? {
    let stored = try connection.first(
      "SELECT dollars, picodollars FROM balance_account WHERE user_id = ?", user.value
    ) { row throws(SQLiteError) in Money(dollars: try row.integer(0), picodollars: try row.integer(1)) }
    return stored.map { $0 - (transaction.pending.draws[user] ?? .zero) }
  }

  /// Writes what the batch has drawn: one line a user and UTC day.
  func flushDraws() throws(SQLiteError) {
    guard !transaction.pending.draws.isEmpty else { return }
    let now = max(world.now(), try newestEntry())
    for (user, amount) in transaction.pending.draws where !amount.isZero {
      let stored = StoredMoney(-amount)
      try connection.run(
        """
        INSERT INTO balance_entry (user_id, entered_at, day, dollars, picodollars, note) VALUES (?, ?, ?, ?, ?, '')
        ON CONFLICT (user_id, day) WHERE day IS NOT NULL
        DO UPDATE SET entered_at = excluded.entered_at, \(StoredMoney.accumulate)
        """,
        user.value, .integer(now.milliseconds),
        .integer(floorDivide(now.milliseconds, by: Instant.millisecondsPerDay)),
        .integer(stored.dollars), .integer(stored.picodollars))
      try change(user, stored)
    }
  }

  private func change(_ user: TextID, _ amount: StoredMoney) throws(SQLiteError) {
    try connection.run(
      """
      UPDATE balance_account SET \(StoredMoney.adding("?1", "?2"))
      WHERE user_id = ?3
      """, binding: amount.values + [user.value])
  }
}
