import CivilTime
import JSON
package import Pricing
import SQLite

extension Ledger {
  /// The most that one entry may put in or take out: a billion dollars.
  package static let largestCredit = Money(dollars: 1_000_000_000, picodollars: 0)

  /// Puts money into a user's account, or takes some out, in the running batch; the first entry opens the account.
  ///
  /// What is recorded from then on is drawn from it; records that are there already are not.
  ///
  /// - Parameter amount: Up to ``largestCredit``, below zero to take out.
  /// - Returns: The account as it then is.
  @discardableResult
  package func addToBalance(
    ofUser user: String, _ amount: Money, note: String = ""
  ) throws(LedgerError) -> Balance {
    try refuseOthers(user)
    precondition(amount <= Self.largestCredit && -amount <= Self.largestCredit, "more than an entry may hold")
    try beginWriting()
    let now = try ledgerTime()
    return try writing { store throws(SQLiteError) in
      let id = try store.intern(user)
      if try store.accountOpening(ofUser: id) == nil { try store.openAccount(ofUser: id, at: now) }
      try store.credit(id, amount, note: note, at: now)
      return Balance(
        userID: user, openedAt: try store.accountOpening(ofUser: id) ?? now,
        remaining: try store.remaining(ofUser: id) ?? amount)
    }
  }

  /// Returns a user's account, what the running batch has drawn included, or nil for a user without one.
  package func balance(ofUser user: String) throws(LedgerError) -> Balance? {
    try refuseOthers(user)
    return try readingRows { store throws(SQLiteError) in
      guard let id = try store.textID(of: user),
        let opening = try store.opening(ofUser: id), let remaining = try store.remaining(ofUser: id)
      else { return nil }
      return Balance(userID: user, openedAt: opening, remaining: remaining)
    }
  }

  /// Returns all accounts, by the bytes of the users' names.
  package func balances() throws(LedgerError) -> [Balance] {
    try consistently { () throws(LedgerError) in
      let users = try readingRow { store throws(SQLiteError) in
        try store.connection.all(
          "SELECT value FROM text JOIN balance_account ON user_id = text.id ORDER BY value"
        ) { row throws(SQLiteError) in try row.text(0) }
      }
      var balances: [Balance] = []
      for user in users where onlyUser == nil || onlyUser?.hasSameScalars(as: user) == true {
        if let balance = try balance(ofUser: user) { balances.append(balance) }
      }
      return balances
    }
  }

  /// Returns the lines of a user's account, in the order of their first entry; none for a user without one.
  package func balanceEntries(ofUser user: String) throws(LedgerError) -> [BalanceEntry] {
    try refuseOthers(user)
    return try reading { store throws(SQLiteError) in
      guard let id = try store.textID(of: user) else { return [] }
      return try store.connection.all(
        """
        SELECT entered_at, day, dollars, picodollars, note FROM balance_entry WHERE user_id = ? ORDER BY id
        """, id.value
      ) { row throws(SQLiteError) in
        BalanceEntry(
          enteredAt: try row.time(0),
          day: try row.optionalInteger(1).map { CivilDate(daysSinceEpoch: Int($0)) },
          amount: Money(dollars: try row.integer(2), picodollars: try row.integer(3)), note: try row.text(4))
      }
    }
  }

  /// Returns the users whose account is not the sum of its entries: nobody, unless the file was tampered with.
  package func balancesThatDoNotAddUp() throws -> [String] {
    try consistently {
      try balances().filter { balance in
        try balanceEntries(ofUser: balance.userID).reduce(Money.zero) { $0 + $1.amount } != balance.remaining
      }.map(\.userID)
    }
  }
}
