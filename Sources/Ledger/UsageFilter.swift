import SQLite

/// Which records a question is about: each dimension named must have its text; `""` means absent.
package struct UsageFilter: Sendable, Hashable {
  /// The texts asked for.
  package var texts: [Dimension: String]

  /// Every record.
  package static let none = UsageFilter(texts: [:])

  /// Creates a filter of these texts.
  package init(texts: [Dimension: String]) { self.texts = texts }
}

/// A filter as SQL: its texts are interned, and so either all known or nothing can match.
struct ResolvedFilter {
  /// Conditions on table `context`, named `c`, each led by AND.
  private(set) var contextSQL = ""
  /// The values of `contextSQL`.
  private(set) var contextValues: [SQLValue] = []
  /// The interned name of the session asked for; `TextCache.empty` asks for records without one.
  private(set) var sessionName: Int64?

  /// The same filter for records of any session, or of none.
  var ofAnySession: ResolvedFilter {
    var filter = self
    filter.sessionName = nil
    return filter
  }

  /// Returns the filter as SQL, or nil when it names a text that no record has.
  static func resolve(_ filter: UsageFilter, in store: LedgerStore) throws(SQLiteError) -> ResolvedFilter? {
    var resolved = ResolvedFilter()
    // In the order of the cases, so that the same question is the same statement.
    for dimension in Dimension.allCases {
      guard let text = filter.texts[dimension] else { continue }
      guard let id = try store.texts.id(of: text, in: store.connection) else { return nil }
      if let column = dimension.contextColumn {
        resolved.contextSQL += " AND c.\(column) = ?"
        resolved.contextValues.append(.integer(id))
      } else {
        resolved.sessionName = id
      }
    }
    return resolved
  }

  /// The condition on a table that has a column `session`, led by AND, and its values.
  func session(of table: String) -> (sql: String, values: [SQLValue]) {
    guard let sessionName else { return ("", []) }
    if sessionName == TextCache.empty { return (" AND \(table).session IS NULL", []) }
    return (" AND \(table).session IN (SELECT id FROM session WHERE name = ?)", [.integer(sessionName)])
  }
}
