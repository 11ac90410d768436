package import CivilTime
import SQLite

/// A session from its first call to its end.
package struct SessionLife: Sendable, Hashable {
  /// When its first call was made.
  package var began: Instant
  /// When its newest call was made.
  package var last: Instant
  /// When it was said to be over; nil while nobody has, or when calls came after that.
  package var ended: Instant?
  /// How many messages it has: each message id counts once, and so does each call that names none.
  package var messages: Int64
}

extension Ledger {
  /// Returns the life of the session that a filter names, over all its time; nil where it names none with a record.
  ///
  /// Archived calls count as a message each: their ids are no longer in the file.
  package func sessionLife(_ filter: UsageFilter) throws(LedgerError) -> SessionLife? {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let name = filter.sessionName,
        name != .empty, var life = try store.sessionStay(filter)
      else { return nil }
      life.messages = try store.messages(filter)
      return life
    }
  }
}

extension LedgerStore {
  fileprivate func sessionStay(_ filter: ResolvedFilter) throws(SQLiteError) -> SessionLife? {
    let session = filter.session(of: "t")
    return try connection.first(
      """
      SELECT min(t.first), max(t.last), max(s.ended_at) FROM session_total t
        CROSS JOIN session s ON s.id = t.session CROSS JOIN context c ON c.id = t.context
      WHERE true\(session.sql)\(filter.contextSQL) HAVING count(*) > 0
      """, binding: session.values + filter.contextValues
    ) { row throws(SQLiteError) in
      let last = try row.time(1)
      let ended = row.isNull(2) ? nil : try row.time(2)
      // Whoever goes on after the end has not ended.
      return SessionLife(
        began: try row.time(0), last: last, ended: ended.flatMap { $0 >= last ? $0 : nil }, messages: 0)
    }
  }

  fileprivate func messages(_ filter: ResolvedFilter) throws(SQLiteError) -> Int64 {
    let kept = filter.session(of: "r")
    let archived = filter.session(of: "t")
    let named = try connection.first(
      """
      SELECT count(DISTINCT r.message_id) + coalesce(sum(r.message_id IS NULL), 0)
      FROM record r CROSS JOIN context c ON c.id = r.context WHERE true\(kept.sql)\(filter.contextSQL)
      """, binding: kept.values + filter.contextValues
    ) { row throws(SQLiteError) in try row.integer(0) }
    let gone = try connection.first(
      """
      SELECT coalesce(sum(t.requests), 0) FROM archived_total t CROSS JOIN context c ON c.id = t.context
      WHERE true\(archived.sql)\(filter.contextSQL)
      """, binding: archived.values + filter.contextValues
    ) { row throws(SQLiteError) in try row.integer(0) }
    return (named ?? 0) + (gone ?? 0)
  }
}
