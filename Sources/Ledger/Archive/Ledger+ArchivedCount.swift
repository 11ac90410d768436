import SQLite

extension Ledger {
  /// Returns how many calls of `period` count in totals alone, as their records were archived.
  package func archivedCalls(of period: Period, filter: UsageFilter) throws(LedgerError) -> Int64 {
    try readingRows { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return 0 }
      let session = filter.archivedSession
      let quarters = [QuarterHour.number(at: span.start), QuarterHour.number(at: span.end - 1)]
      return try store.connection.first(
        """
        SELECT coalesce(sum(t.requests), 0) FROM archived_total t CROSS JOIN context c ON c.id = t.context
        WHERE t.quarter >= ? AND t.quarter <= ?\(session.sql)\(filter.contextSQL)
        """, binding: quarters.map(SQLValue.integer) + session.values + filter.contextValues
      ) { row throws(SQLiteError) in try row.integer(0) } ?? 0
    }
  }
}
