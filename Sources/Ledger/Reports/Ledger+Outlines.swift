package import CivilTime
import SQLite

extension Ledger {
  /// The dimensions of an outline.
  package static let outlined: [Dimension] = [.sessionID, .userID, .projectID, .agent]

  /// Returns the newest records since `since` in short, newest first, at most `limit`.
  package func outlines(
    since: Instant, filter: UsageFilter, limit: Int
  ) throws(LedgerError) -> [CallOutline] {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return [] }
      let session = filter.session(of: "t")
      return try store.connection.all(
        """
        SELECT t.timestamp, \(TotalsColumns.recordInput), \(TotalsColumns.recordOutput),
          coalesce(\(TotalsColumns.recordCost), 0) / \(StoredMoney.million),
          \(UsageCells.sessionColumn), c.user_id, c.project_id, c.agent
        FROM record t CROSS JOIN context c ON c.id = t.context LEFT JOIN session s ON s.id = t.session
        WHERE t.timestamp >= ?\(session.sql)\(filter.contextSQL)
        ORDER BY t.timestamp DESC, t.id DESC LIMIT ?
        """,
        binding: [.integer(since.milliseconds)] + session.values + filter.contextValues
          + [.integer(Int64(limit))]
      ) { row throws(SQLiteError) in
        var texts: [String] = []
        for index in 4..<8 as Range<Int32> {
          texts.append(try store.text(try row.id(index)))
        }
        return CallOutline(
          timestamp: try row.time(0), texts: texts, input: try row.count(1), output: try row.count(2),
          microdollars: try row.integer(3))
      }
    }
  }

  /// Returns how many calls each of the newest sessions before `end` had.
  ///
  /// - Parameter limit: How many contexts of sessions are looked at; most sessions have one.
  package func sessionSizes(before end: Instant, filter: UsageFilter, limit: Int) throws(LedgerError)
    -> [Int64]
  {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return [] }
      let session = filter.session(of: "t")
      return try store.connection.all(
        """
        SELECT sum(n.requests) FROM (
          SELECT t.session, t.requests FROM session_total t INDEXED BY session_total_by_time
            CROSS JOIN context c ON c.id = t.context
          WHERE t.last < ?\(session.sql)\(filter.contextSQL) ORDER BY t.last DESC LIMIT ?
        ) n GROUP BY n.session
        """,
        binding: [.integer(end.milliseconds)] + session.values + filter.contextValues + [
          .integer(Int64(limit))
        ]
      ) { row throws(SQLiteError) in try row.count(0) }
    }
  }
}
