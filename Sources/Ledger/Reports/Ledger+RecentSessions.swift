package import CivilTime
import SQLite

/// A session in which something was called lately.
package struct RecentSession: Sendable, Hashable {
  /// Its name.
  package let name: String
  /// The program that told of it.
  package let source: String
  /// The project it was for; empty when none was named.
  package let project: String
  /// When its newest call was made.
  package let last: Instant
}

extension Ledger {
  /// Returns the sessions of a user with a call since a time, the newest first, each once, at most so many.
  ///
  /// - Parameter sources: Only what these programs have told.
  package func recentSessions(
    ofUser user: String, since: Instant, sources: [String], limit: Int
  ) throws(LedgerError) -> [RecentSession] {
    try reading { store throws(SQLiteError) in
      guard let user = try store.textID(of: user) else { return [] }
      var found: [RecentSession] = []
      let rows = try store.connection.all(
        """
        SELECT s.name, c.source, c.project_id, t.last FROM session_total t
        CROSS JOIN context c ON c.id = t.context CROSS JOIN session s ON s.id = t.session
        WHERE t.last >= ? AND s.user_id = ? ORDER BY t.last DESC LIMIT ?
        """, .integer(since.milliseconds), user.value, .integer(Int64(limit) * 50)
      ) { row throws(SQLiteError) in
        (try row.id(0) as TextID, try row.id(1) as TextID, try row.id(2) as TextID, try row.time(3))
      }
      for (name, source, project, last) in rows where found.count < limit {
        let session = RecentSession(
          name: try store.text(name), source: try store.text(source), project: try store.text(project), last: last)
        if sources.contains(session.source), !found.contains(where: { $0.name == session.name }) {
          found.append(session)
        }
      }
      return found
    }
  }
}
