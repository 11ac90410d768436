import JSON
import SQLite

/// Which records a question is about: each dimension named must have its text; `""` means absent.
package struct UsageFilter: Sendable, Hashable {
  /// The texts asked for.
  package var texts: [Dimension: String]
  /// The model by the name under which limits count it; nil for any.
  package var limitedModel: String?

  /// Every record.
  package static let none = UsageFilter(texts: [:])

  /// Creates a filter of these texts.
  package init(texts: [Dimension: String]) { self.texts = texts }

  /// Creates a filter of what a limit counts; nil for each one of a kind by itself.
  package init?(of scope: LimitScope) {
    self.init(texts: [:])
    guard case .one(let dimension, let name) = scope else {
      if scope == .all { return }
      return nil
    }
    switch dimension {
    case .user: texts[.userID] = name
    case .session: texts[.sessionID] = name
    case .project: texts[.projectID] = name
    case .agent: texts[.agent] = name
    case .provider: texts[.provider] = name
    case .model: limitedModel = name
    }
  }

  /// Returns the texts asked for, that of `onlyUser` among them; nil when they name another user.
  fileprivate func texts(of onlyUser: String?) -> [Dimension: String]? {
    guard let onlyUser else { return texts }
    if let named = texts[.userID], !named.hasSameScalars(as: onlyUser) { return nil }
    return texts.merging([.userID: onlyUser]) { $1 }
  }

  /// Whether it includes a call of which only a line of the archive is left.
  func includes(_ call: ArchivedCall, onlyUser: String?) -> Bool {
    precondition(limitedModel == nil, "limits ask for no single calls")
    return texts(of: onlyUser)?.allSatisfy { $0.value.hasSameScalars(as: call.text(of: $0.key)) } ?? false
  }
}

extension ArchivedCall {
  fileprivate func text(of dimension: Dimension) -> String {
    switch dimension {
    case .model: facts.model
    case .provider: price.provider
    case .userID: facts.userID
    case .sessionID: facts.sessionID
    case .projectID: facts.projectID
    case .agent: facts.agent
    case .mode: facts.mode
    case .operation: facts.operation
    case .source: facts.source
    }
  }
}

/// A filter as SQL: its texts are interned, and so either all known or nothing can match.
struct ResolvedFilter {
  /// Conditions on table `context`, named `c`, each led by AND.
  private(set) var contextSQL = ""
  /// The values of `contextSQL`.
  private(set) var contextValues: [SQLValue] = []
  /// The interned name of the session asked for; `.empty` asks for records without one.
  private(set) var sessionName: TextID?

  /// The same filter for records of any session, or of none.
  var ofAnySession: ResolvedFilter {
    var filter = self
    filter.sessionName = nil
    return filter
  }

  /// Returns the filter as SQL, or nil when it names a text that no record has.
  ///
  /// Every question about records passes here, which holds a ledger of one user to that user's records.
  static func resolve(_ filter: UsageFilter, in store: LedgerStore) throws(SQLiteError) -> ResolvedFilter? {
    guard let texts = filter.texts(of: store.onlyUser) else { return nil }
    var resolved = ResolvedFilter()
    // In the order of the cases, so that the same question is the same statement.
    for dimension in Dimension.allCases {
      guard let text = texts[dimension] else { continue }
      guard let id = try store.textID(of: text) else { return nil }
      if let column = dimension.contextColumn {
        resolved.contextSQL += " AND c.\(column) = ?"
        resolved.contextValues.append(id.value)
      } else {
        resolved.sessionName = id
      }
    }
    if let model = filter.limitedModel {
      guard let id = try store.textID(of: model) else { return nil }
      resolved.contextSQL += " AND \(LimitDimension.model.column) = ?"
      resolved.contextValues.append(id.value)
    }
    return resolved
  }

  /// The condition on `archived_total`, named `t`, whose session is 0 where there is none, led by AND.
  var archivedSession: (sql: String, values: [SQLValue]) {
    sessionName == .empty ? (" AND t.session = 0", []) : session(of: "t")
  }

  /// The join of a table with its context; nothing where no condition needs it.
  func contextJoin(of table: String) -> String {
    contextSQL.isEmpty ? "" : "CROSS JOIN context c ON c.id = \(table).context"
  }

  /// The condition on a table that has a column `session`, led by AND, and its values.
  func session(of table: String) -> (sql: String, values: [SQLValue]) {
    guard let sessionName else { return ("", []) }
    if sessionName == .empty { return (" AND \(table).session IS NULL", []) }
    return (" AND \(table).session IN (SELECT id FROM session WHERE name = ?)", [sessionName.value])
  }
}
