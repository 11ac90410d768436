import CivilTime
import Pricing
import SQLite

/// An account as its table, its entries and the records tell it.
struct VerifiedAccount {
  /// Whose it is.
  let user: TextID
  /// What the account holds.
  let held: Money
  /// What was put in and taken out by hand.
  var credits = Money.zero
  /// What entries of usage say was drawn; below zero.
  var usage = Money.zero
  /// What records that were entered since it was opened cost; nil where archived ones may be among them that no file
  /// tells.
  var cost: Money?

  /// What its entries add up to.
  var entries: Money { credits + usage }
}

extension Verification {
  /// Accounts against their entries, and entries of usage against records.
  mutating func lookAtAccounts(isArchiveWhole: Bool) throws(SQLiteError) {
    for account in try accounts(isArchiveWhole: isArchiveWhole) {
      let row = [Difference.Part("user", try name(account.user))]
      if account.held != account.entries {
        report.note([
          Difference(
            table: "balance_account", row: row, figure: "remaining", stored: .money(account.held),
            recomputed: .money(account.entries))
        ])
      }
      if let cost = account.cost, -account.usage != cost {
        report.note([
          Difference(
            table: "balance_entry", row: row, figure: "usage", stored: .money(-account.usage), recomputed: .money(cost))
        ])
      }
    }
  }

  /// Returns all accounts.
  func accounts(isArchiveWhole: Bool) throws(SQLiteError) -> [VerifiedAccount] {
    let found = try store.connection.all("SELECT user_id, opened_at, dollars, picodollars FROM balance_account") {
      row throws(SQLiteError) in
      (
        account: VerifiedAccount(user: try row.id(0), held: try row.money(2)), opened: try row.integer(1)
      )
    }
    var accounts: [VerifiedAccount] = []
    for (account, opened) in found {
      var account = account
      account.cost = try cost(of: account.user, since: opened, isArchiveWhole: isArchiveWhole)
      try store.connection.forEach(
        "SELECT day IS NULL, dollars, picodollars FROM balance_entry WHERE user_id = ?", account.user.value
      ) { row throws(SQLiteError) in
        if try row.integer(0) == 1 { account.credits += try row.money(1) } else { account.usage += try row.money(1) }
      }
      accounts.append(account)
    }
    return accounts
  }

  /// What records cost that a user has entered since `opening`, with corrections.
  private func cost(
    of user: TextID, since opening: Int64, isArchiveWhole: Bool
  ) throws(SQLiteError) -> Money? {
    let isAnyArchived =
      try store.connection.firstInteger(
        "SELECT 1 FROM archived_total t JOIN context c ON c.id = t.context WHERE c.user_id = ? LIMIT 1", user.value)
      != nil
    // A repair of the clock moves openings, and not the times that stand in files.
    let isRepaired = try store.connection.firstInteger("SELECT 1 FROM clock_repair LIMIT 1") != nil
    guard !isAnyArchived || (isArchiveWhole && !isRepaired) else { return nil }
    var sum = Money.zero
    try store.connection.forEach(
      """
      SELECT \(TotalsColumns.recordCost) / \(Money.picodollarsPerDollar),
        \(TotalsColumns.recordCost) % \(Money.picodollarsPerDollar)
      FROM record t JOIN context c ON c.id = t.context
      WHERE c.user_id = ?1 AND t.recorded_at >= ?2 AND \(TotalsColumns.recordCost) IS NOT NULL
      UNION ALL SELECT dollars, picodollars FROM temp.verified_call WHERE user_id = ?1 AND recorded_at >= ?2
      """, user.value, .integer(opening)
    ) { row throws(SQLiteError) in sum += try row.money(0) }
    return sum
  }

  private func name(_ text: TextID) throws(SQLiteError) -> String {
    try store.connection.firstText("SELECT value FROM text WHERE id = ?", text.value) ?? "\(text.number)"
  }
}

extension Row {
  /// Returns the amount in two columns, whatever they hold.
  fileprivate func money(_ index: Int32) throws(SQLiteError) -> Money {
    Money(
      picodollars: Int128(try integer(index)) * Int128(Money.picodollarsPerDollar) + Int128(try integer(index + 1)))
  }
}
