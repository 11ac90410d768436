import CivilTime
import Pricing
import SQLite

extension LedgerStore {
  /// Writes every pending change of roll-ups and counters.
  func flushPending() throws(SQLiteError) {
    let pending = transaction.pending
    guard !pending.isEmpty else { return }
    for (slot, totals) in pending.quarters { try flush(slot, totals, into: .quarters) }
    for (slot, totals) in pending.days {
      try flush(slot, totals, into: .days)
      transaction.touchedContexts.insert(slot.context)
    }
    for (row, change) in pending.sessions { try flush(row, change) }
    for (row, quantity) in pending.meters { try flush(row, quantity) }
    let now = try newestEntry().seconds
    for (rows, slots) in pending.counters {
      // A slot that was forgotten must not come back with what is taken from it.
      let oldest = Counter.oldestSlot(ofLength: rows.seconds, at: now)
      for (slot, totals) in slots where slot >= oldest { try flush(rows, slot, totals) }
    }
    try flushDraws()
    transaction.pending = PendingTotals()
    transaction.counts = StoredCounts()
  }

  private enum SlotTable { case quarters, days }

  private func flush(
    _ slot: PendingTotals.Slot, _ totals: Totals, into table: SlotTable
  ) throws(SQLiteError) {
    // A record that came and went within the batch leaves nothing to write.
    guard totals != .zero else { return }
    let key: [SQLValue] = [.integer(slot.number), .integer(slot.context)]
    try connection.run(table == .quarters ? Self.addQuarter : Self.addDay, binding: key + columns(totals))
    // Only a change that takes records away can leave a row of nothing.
    guard totals.requests < 0 else { return }
    try connection.run(table == .quarters ? Self.dropQuarter : Self.dropDay, binding: key)
  }

  private static let addQuarter = """
    INSERT INTO quarter_total (quarter, context, requests, input, output, cache_read, cache_write,
      cache_write_1h, reasoning, dollars, picodollars)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET \(accumulate)
    """
  private static let addDay = """
    INSERT INTO day_total (day, context, requests, input, output, cache_read, cache_write,
      cache_write_1h, reasoning, dollars, picodollars)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET \(accumulate)
    """
  private static let addSession = """
    INSERT INTO session_total (session, context, first, last, requests, input, output, cache_read, cache_write,
      cache_write_1h, reasoning, dollars, picodollars)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last), \(accumulate)
    """
  /// Adds a change to a row of totals, carrying whole dollars.
  static let accumulate = """
    requests = requests + excluded.requests, input = input + excluded.input,
    output = output + excluded.output, cache_read = cache_read + excluded.cache_read,
    cache_write = cache_write + excluded.cache_write,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    reasoning = reasoning + excluded.reasoning, \(accumulateMoney)
    """
  static let accumulateMoney = """
    dollars = dollars + excluded.dollars + (picodollars + excluded.picodollars) / 1000000000000,
    picodollars = (picodollars + excluded.picodollars) % 1000000000000
    """
  private static let dropQuarter = "DELETE FROM quarter_total WHERE quarter = ? AND context = ? AND requests = 0"
  private static let dropDay = "DELETE FROM day_total WHERE day = ? AND context = ? AND requests = 0"

  private func flush(
    _ row: PendingTotals.SessionRow, _ change: PendingTotals.SessionChange
  ) throws(SQLiteError) {
    let key: [SQLValue] = [.integer(row.session), .integer(row.context)]
    let ends: [SQLValue] = [.integer(change.first), .integer(change.last)]
    if change.totals != .zero {
      try connection.run(Self.addSession, binding: key + ends + columns(change.totals))
    }
    guard change.lostRecord else { return }
    try connection.run(
      "DELETE FROM session_total WHERE session = ? AND context = ? AND requests = 0", binding: key)
    try connection.run(
      """
      UPDATE session_total SET (first, last) = (SELECT min(first), max(last) FROM (
        SELECT min(timestamp) AS first, max(timestamp) AS last FROM record WHERE session = ?1 AND context = ?2
        UNION ALL SELECT min(first), max(last) FROM archived_total WHERE session = ?1 AND context = ?2))
      WHERE session = ?1 AND context = ?2
      """, binding: key)
  }

  private func flush(
    _ rows: PendingTotals.CounterRows, _ slot: Int64, _ totals: Totals
  ) throws(SQLiteError) {
    guard totals != .zero else { return }
    let cost = StoredMoney(totals.cost)
    try connection.run(
      """
      INSERT INTO counter (scope, seconds, slot, requests, tokens, dollars, picodollars)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, tokens = tokens + excluded.tokens,
        \(Self.accumulateMoney)
      """,
      .integer(rows.scope), .integer(rows.seconds), .integer(slot), .integer(totals.requests),
      .integer(totals.tokens.total), .integer(cost.dollars), .integer(cost.picodollars))
  }

  private func flush(_ row: PendingTotals.MeterRow, _ quantity: Int64) throws(SQLiteError) {
    guard quantity != 0 else { return }
    let key = [row.seconds, row.slot, row.context, Int64(row.meter.rawValue)].map(SQLValue.integer)
    try connection.run(
      """
      INSERT INTO meter_total (seconds, slot, context, meter, quantity) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity
      """, binding: key + [.integer(quantity)])
    // Requests are counted from one a call, so that they may add up to nothing from below too.
    guard quantity < 0 || row.meter == .request else { return }
    try connection.run(
      "DELETE FROM meter_total WHERE seconds = ? AND slot = ? AND context = ? AND meter = ? AND quantity = 0",
      binding: key)
  }

  /// The columns of a row of totals, from `requests` on.
  func columns(_ totals: Totals) -> [SQLValue] {
    let cost = StoredMoney(totals.cost)
    let tokens = totals.tokens
    return [
      totals.requests, tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite, tokens.cacheWrite1h,
      tokens.reasoning, cost.dollars, cost.picodollars,
    ].map(SQLValue.integer)
  }

  /// Forgets the short slots that no window reaches any more.
  func pruneCounters(at ledgerSeconds: Int64) throws(SQLiteError) {
    for (length, _) in Counter.keptSeconds {
      let oldest = SQLValue.integer(Counter.oldestSlot(ofLength: length, at: ledgerSeconds))
      try connection.run(
        "DELETE FROM counter WHERE scope = ? AND seconds = ? AND slot < ?", .integer(Counter.everything),
        .integer(length), oldest)
      // In the words of the index, which else is not used.
      try connection.run(
        """
        DELETE FROM counter INDEXED BY counter_short
        WHERE scope > 0 AND seconds > 0 AND seconds < 900 AND seconds = ? AND slot < ?
        """, .integer(length), oldest)
    }
  }
}
