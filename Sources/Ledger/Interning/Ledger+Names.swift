import SQLite

extension Ledger {
  /// Returns texts of `dimension` that begin with `prefix`, most used first, at most `limit`.
  package func names(
    of dimension: Dimension, beginningWith prefix: String, limit: Int
  ) throws(LedgerError) -> [String] {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(.none, in: store) else { return [] }
      let (column, source) =
        if let column = dimension.contextColumn {
          ("c." + column, "day_total t CROSS JOIN context c ON c.id = t.context")
        } else {
          (
            "s.name",
            "session_total t CROSS JOIN session s ON s.id = t.session CROSS JOIN context c ON c.id = t.context"
          )
        }
      return try store.connection.all(
        """
        SELECT x.value FROM \(source) JOIN text x ON x.id = \(column)
        WHERE substr(x.value, 1, length(?)) = ? COLLATE NOCASE AND x.value <> ''\(filter.contextSQL)
        GROUP BY x.id ORDER BY sum(t.requests) DESC, x.value LIMIT ?
        """, binding: [.text(prefix), .text(prefix)] + filter.contextValues + [.integer(Int64(limit))]
      ) { row throws(SQLiteError) in try row.text(0) }
    }
  }
}
