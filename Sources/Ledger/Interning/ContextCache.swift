import SQLite

/// What tells one context from another: interned texts, the cost's kind and the band of the prompt's length.
struct ContextKey: Hashable {
  var userID: Int64
  var projectID: Int64
  var agent: Int64
  var mode: Int64
  var operation: Int64
  var source: Int64
  var machine: Int64
  var provider: Int64
  var model: Int64
  var pricedAs: Int64
  var serviceTier: Int64
  var region: Int64
  var costKind: Int64
  var band: Int64

  /// The columns of table `context` after `id`, in order.
  var values: [SQLValue] {
    [
      userID, projectID, agent, mode, operation, source, machine, provider, model, pricedAs, serviceTier, region,
      costKind, band,
    ].map(SQLValue.integer)
  }
}

/// The ids of contexts, as far as this process has met them.
struct ContextCache {
  private var ids: [ContextKey: Int64] = [:]
  /// How many contexts are kept before the cache starts anew.
  private static let capacity = 10_000

  /// Returns the id of the context, adding it to the table if it is new.
  mutating func id(of key: ContextKey, in connection: Connection) throws(SQLiteError) -> Int64 {
    if let known = ids[key] { return known }
    var id = try find(key, in: connection) ?? 0
    if id == 0 { id = try add(key, to: connection) }
    if ids.count >= Self.capacity { ids = [:] }
    ids[key] = id
    return id
  }

  private func find(_ key: ContextKey, in connection: Connection) throws(SQLiteError) -> Int64? {
    try connection.first(
      """
      SELECT id FROM context WHERE user_id = ? AND project_id = ? AND agent = ? AND mode = ? AND operation = ?
        AND source = ? AND machine = ? AND provider = ? AND model = ? AND priced_as = ? AND service_tier = ?
        AND region = ? AND cost_kind = ? AND band = ?
      """, binding: key.values
    ) { row throws(SQLiteError) in try row.integer(0) }
  }

  private func add(_ key: ContextKey, to connection: Connection) throws(SQLiteError) -> Int64 {
    try connection.run(
      """
      INSERT INTO context (user_id, project_id, agent, mode, operation, source, machine, provider, model,
        priced_as, service_tier, region, cost_kind, band)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, binding: key.values)
    return connection.lastInsertRowID
  }
}
