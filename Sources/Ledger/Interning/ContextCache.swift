import SQLite

/// What tells one context from another: interned texts, the cost's kind and the band of the prompt's length.
struct ContextKey: Hashable {
  var userID: TextID
  var projectID: TextID
  var agent: TextID
  var mode: TextID
  var operation: TextID
  var source: TextID
  var machine: TextID
  var provider: TextID
  var model: TextID
  var pricedAs: TextID
  var serviceTier: TextID
  var region: TextID
  var costKind: Int64
  var band: Int64

  /// The columns of table `context` after `id`, in order.
  var values: [SQLValue] {
    let texts = [
      userID, projectID, agent, mode, operation, source, machine, provider, model, pricedAs, serviceTier, region,
    ]
    return texts.map(\.value) + [.integer(costKind), .integer(band)]
  }
}

/// The ids of contexts, as far as this process has met them.
struct ContextCache {
  private var ids: [ContextKey: ContextID] = [:]
  /// How many contexts are kept before the cache starts over.
  private static let capacity = 10_000

  /// Returns the id of the context, adding it to the table if it is new.
  mutating func id(of key: ContextKey, in connection: Connection) throws(SQLiteError) -> ContextID {
    if let known = ids[key] { return known }
    let id: ContextID
    if let found = try find(key, in: connection) { id = found } else { id = try add(key, to: connection) }
    if ids.count >= Self.capacity { ids = [:] }
    ids[key] = id
    return id
  }

  /// Returns the id of the context, or nil where the table has none.
  func find(_ key: ContextKey, in connection: Connection) throws(SQLiteError) -> ContextID? {
    try connection.first(
      """
      SELECT id FROM context WHERE user_id = ? AND project_id = ? AND agent = ? AND mode = ? AND operation = ?
        AND source = ? AND machine = ? AND provider = ? AND model = ? AND priced_as = ? AND service_tier = ?
        AND region = ? AND cost_kind = ? AND band = ?
      """, binding: key.values
    ) { row throws(SQLiteError) in try row.id(0) }
  }

  private func add(_ key: ContextKey, to connection: Connection) throws(SQLiteError) -> ContextID {
    try connection.run(
      """
      INSERT INTO context (user_id, project_id, agent, mode, operation, source, machine, provider, model,
        priced_as, service_tier, region, cost_kind, band)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, binding: key.values)
    return connection.lastInserted()
  }
}
