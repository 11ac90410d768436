import Ledger
import Pricing
import SQLite
import Testing

/// Checks that each account is the sum of its entries, and that its usage is what the user's records cost which were
/// entered since it was opened.
func expectConsistentBalances(_ connection: Connection, _ place: SourceLocation = #_sourceLocation) throws {
  let accounts = try connection.all("SELECT user_id, opened_at, dollars, picodollars FROM balance_account") {
    row throws(SQLiteError) in
    (
      user: try row.integer(0), opened: try row.integer(1),
      remaining: Money(dollars: try row.integer(2), picodollars: try row.integer(3))
    )
  }
  for account in accounts {
    let entries = try connection.all(
      "SELECT day IS NULL, dollars, picodollars FROM balance_entry WHERE user_id = ?", .integer(account.user)
    ) { row throws(SQLiteError) in
      (isCredit: try row.integer(0) == 1, amount: Money(dollars: try row.integer(1), picodollars: try row.integer(2)))
    }
    let costs = try connection.all(
      """
      SELECT coalesce(adjusted_cost, cost, 0) FROM record JOIN context ON context.id = record.context
      WHERE user_id = ? AND recorded_at >= ?
      """, .integer(account.user), .integer(account.opened)
    ) { row throws(SQLiteError) in Money(picodollars: Int128(try row.integer(0))) }
    let sum = entries.reduce(Money.zero) { $0 + $1.amount }
    let usage = entries.filter { !$0.isCredit }.reduce(Money.zero) { $0 + $1.amount }
    #expect(sum == account.remaining, "an account is not the sum of its entries", sourceLocation: place)
    let archived = try connection.firstInteger(
      "SELECT count(*) FROM archived_total JOIN context ON context.id = context WHERE user_id = ?",
      .integer(account.user))
    // When archived records were entered, nothing tells any more.
    guard archived == 0 else { continue }
    #expect(-usage == costs.reduce(.zero, +), "usage is not what the records cost", sourceLocation: place)
  }
}
