import CivilTime
import Pricing
import SQLite

extension LedgerStore {
  /// Writes every pending change of roll-ups and counters.
  func flushPending() throws(SQLiteError) {
    transaction.pending.endRun()
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
      let oldest = rows.grain.oldestSlot(at: now)
      for (slot, totals) in slots where slot >= oldest { try flush(rows, slot, totals) }
    }
    try flushDraws()
    transaction.pending = PendingTotals()
    transaction.counts = StoredCounts()
  }

  private func flush(_ slot: PendingTotals.Slot, _ totals: Totals, into table: SumTable) throws(SQLiteError) {
    // A record that came and went within the batch leaves nothing to write.
    guard totals != .zero else { return }
    let key: [SQLValue] = [.integer(slot.number), slot.context.value]
    try connection.run(table.add, binding: key + totals.columns)
    // Only a change that takes records away can leave a row of nothing.
    if totals.requests < 0 { try connection.run(table.drop, binding: key) }
  }

  private func flush(
    _ row: PendingTotals.SessionRow, _ change: PendingTotals.SessionChange
  ) throws(SQLiteError) {
    let key: [SQLValue] = [row.session.value, row.context.value]
    let ends: [SQLValue] = [.integer(change.first), .integer(change.last)]
    if change.totals != .zero {
      try connection.run(SumTable.sessions.add, binding: key + ends + change.totals.columns)
    }
    guard change.lostRecord else { return }
    try connection.run(SumTable.sessions.drop, binding: key)
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
    let key = [rows.scope.value, .integer(rows.grain.stored), .integer(slot)]
    let counts = [totals.requests, totals.tokens.total].map(SQLValue.integer)
    try connection.run(SumTable.counters.add, binding: key + counts + StoredMoney(totals.cost).values)
  }

  private func flush(_ row: PendingTotals.MeterRow, _ quantity: Int64) throws(SQLiteError) {
    guard quantity != 0 else { return }
    let key = [row.seconds, row.slot, row.context.number, Int64(row.meter.rawValue)].map(SQLValue.integer)
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

  /// Forgets the short slots that no window reaches any more.
  func pruneCounters(at ledgerSeconds: Int64) throws(SQLiteError) {
    for (length, _) in CounterGrain.kept {
      let oldest = SQLValue.integer(CounterGrain.slots(seconds: length).oldestSlot(at: ledgerSeconds))
      try connection.run(
        "DELETE FROM counter WHERE scope = ? AND seconds = ? AND slot < ?", ScopeID.everything.value,
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
