import SQLite

/// Which scopes count what, as far as this process has met them since limits last changed.
struct ScopeCache {
  /// Scopes by dimension and interned text; absent while no record has needed one.
  var ids: [LimitDimension: [TextID: ScopeID]] = [:]
  /// The scopes that count the records of a context and a session.
  var counted: [ContextAndSession: [CountedScope]] = [:]
  /// How many combinations are kept before the cache starts over.
  static let capacity = 10_000

  /// What a record's scopes follow from.
  struct ContextAndSession: Hashable {
    var context: ContextID
    var session: SessionID?
  }
}

extension LedgerStore {
  /// Returns the scopes that count a record; those of dimensions without a limit do not exist.
  func countedScopes(context: ContextID, session: SessionID?) throws(SQLiteError) -> [CountedScope] {
    let book = try limitBook()
    guard !book.dimensions.isEmpty else { return [.everything] }
    let key = ScopeCache.ContextAndSession(context: context, session: session)
    if let known = caches.scopes.counted[key] { return known }
    var counted = [CountedScope.everything]
    for dimension in book.dimensions {
      let text = try text(of: dimension, context: context, session: session)
      guard text != .empty else { continue }
      counted.append(CountedScope(id: try addScope(dimension, text), grains: book.grains[dimension] ?? []))
    }
    if caches.scopes.counted.count >= ScopeCache.capacity { caches.scopes = ScopeCache() }
    caches.scopes.counted[key] = counted
    return counted
  }

  /// Returns the scope of one of a dimension by its name, or nil while no record has it.
  func scope(_ dimension: LimitDimension, named name: String) throws(SQLiteError) -> ScopeID? {
    guard let text = try textID(of: name) else { return nil }
    return try findScope(dimension, text)
  }

  private func findScope(_ dimension: LimitDimension, _ text: TextID) throws(SQLiteError) -> ScopeID? {
    if let known = caches.scopes.ids[dimension]?[text] { return known }
    let found: ScopeID? = try connection.firstID(
      "SELECT id FROM counter_scope WHERE dimension = ? AND text = ?", .integer(dimension.rawValue), text.value)
    if let found { remember(found, dimension, text) }
    return found
  }

  private func addScope(_ dimension: LimitDimension, _ text: TextID) throws(SQLiteError) -> ScopeID {
    if let known = try findScope(dimension, text) { return known }
    try connection.run(
      "INSERT INTO counter_scope (dimension, text) VALUES (?, ?)", .integer(dimension.rawValue), text.value)
    let id: ScopeID = connection.lastInserted()
    remember(id, dimension, text)
    return id
  }

  private func remember(_ id: ScopeID, _ dimension: LimitDimension, _ text: TextID) {
    if caches.scopes.ids[dimension, default: [:]].count >= ScopeCache.capacity { caches.scopes.ids[dimension] = [:] }
    caches.scopes.ids[dimension, default: [:]][text] = id
  }

  private func text(
    of dimension: LimitDimension, context: ContextID, session: SessionID?
  ) throws(SQLiteError) -> TextID {
    if dimension == .session {
      guard let session else { return .empty }
      return try connection.firstID("SELECT name FROM session s WHERE id = ?", session.value) ?? .empty
    }
    return try connection.firstID("SELECT \(dimension.column) FROM context c WHERE id = ?", context.value) ?? .empty
  }
}

extension LimitDimension {
  /// The interned text of a record's context (`c`) or session (`s`) by which it is counted.
  var column: String {
    switch self {
    case .user: "c.user_id"
    case .session: "coalesce(s.name, 1)"
    case .project: "c.project_id"
    case .agent: "c.agent"
    // The catalog's name, unless another model's price was lent to one that the catalog does not know.
    case .model: "iif(c.priced_as <> 1 AND c.cost_kind <> 2, c.priced_as, c.model)"
    case .provider: "c.provider"
    }
  }
}
