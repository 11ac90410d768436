import CivilTime
import Pricing
import SQLite

extension LedgerStore {
  /// Returns the limits and settings of the ledger, read again when any process has changed them.
  func limitBook() throws(SQLiteError) -> LimitBook {
    // Within a transaction nobody else changes them.
    if isWriting, transaction.isBookCurrent, let book = caches.book { return book }
    let generation = try connection.firstInteger("SELECT generation FROM limit_book") ?? 0
    transaction.isBookCurrent = isWriting
    if let book = caches.book, book.generation == generation { return book }
    let read = LimitBook(
      generation: generation, rules: try storedLimits(), resets: try resets(), settings: try storedSettings())
    caches.book = read
    caches.scopes = ScopeCache()
    return read
  }

  /// Makes this process and all others read limits and settings again.
  func changeLimitBook() throws(SQLiteError) {
    try connection.run("UPDATE limit_book SET generation = generation + 1")
    transaction.pending.endRun()
    caches.book = nil
    transaction.counts = StoredCounts()
  }

  private func storedLimits() throws(SQLiteError) -> [LimitRule] {
    try connection.all(
      """
      SELECT name, origin, dimension, text, metric, window, action, amount, picodollars FROM limit_rule ORDER BY id
      """
    ) { row throws(SQLiteError) in try LimitRule(row: row) }.compactMap(\.self)
  }

  private func resets() throws(SQLiteError) -> [LimitReset] {
    // What a limit was before it was removed and set again has nothing to say about it.
    try connection.all(
      """
      SELECT x.limit_name, x.text, max(x.at) FROM limit_reset x LEFT JOIN limit_rule r ON r.name = x.limit_name
      WHERE x.at >= coalesce(r.created_at, x.at) GROUP BY x.limit_name, x.text
      """
    ) { row throws(SQLiteError) in
      LimitReset(limit: try row.text(0), name: try row.optionalText(1), at: try row.time(2).milliseconds)
    }
  }
}

extension LimitRule {
  /// Reads a stored limit; nil for one with words that only a hand that edited the file can have left.
  fileprivate init?(row: borrowing Row) throws(SQLiteError) {
    guard let metric = LimitMetric(rawValue: try row.text(4)), let window = LimitWindow(rawValue: try row.text(5)),
      let action = LimitAction(rawValue: try row.text(6)), let origin = LimitOrigin(rawValue: try row.text(1))
    else { return nil }
    let dimension = LimitDimension(rawValue: try row.integer(2))
    let text = try row.optionalText(3)
    let scope: LimitScope? = dimension.map { dimension in
      if let text { LimitScope.one(dimension, text) } else { LimitScope.each(dimension) }
    }
    let amount = try row.integer(7)
    let money = Money(dollars: amount, picodollars: try row.integer(8))
    self.init(
      id: try row.text(0), scope: scope ?? .all, metric: metric, window: window,
      limit: metric == .cost ? money.picodollars : Int128(amount), action: action, origin: origin)
  }

  /// The columns `dimension`, `text`, `metric`, `window`, `action`, `amount` and `picodollars`.
  var columns: [SQLValue] {
    let money = metric == .cost ? StoredMoney(Money(picodollars: limit)) : nil
    return [
      .integer(scope.dimension?.rawValue ?? 0), SQLValue(scope.name), .text(metric.rawValue),
      .text(window.rawValue), .text(action.rawValue), .integer(money?.dollars ?? Int64(clamping: limit)),
      .integer(money?.picodollars ?? 0),
    ]
  }
}
