import SQLite

/// What columns of contexts hold, by the contexts' numbers, which follow each other.
///
/// Contexts are only ever added and never change, so that each time only those are read that are new. An answer looks
/// up thousands of them.
struct ContextColumns {
  /// What stands in the place of a context that is not there.
  static let absent = Int64.min
  /// More contexts than that would fill the memory of the machine: the file is damaged.
  private static let mostContexts: Int64 = 1 << 24

  private var known: [String: [Int64]] = [:]

  /// Returns the values of a column of table `context`, named `c`, by the number of the context.
  mutating func values(_ column: String, in connection: Connection) throws(SQLiteError) -> [Int64] {
    let newest = try Self.newest(in: connection)
    let count = known[column]?.count ?? 0
    if let values = known[column], newest < count { return values }
    var values = known.removeValue(forKey: column) ?? []
    values += repeatElement(Self.absent, count: newest + 1 - count)
    try connection.forEach(
      "SELECT c.id, \(column) FROM context c WHERE c.id >= ?", .integer(Int64(count))
    ) { row throws(SQLiteError) in values[Int(try row.integer(0, in: 0...Int64(newest)))] = try row.integer(1) }
    known[column] = values
    return values
  }

  /// The number of the newest context; 0 without any.
  static func newest(in connection: Connection) throws(SQLiteError) -> Int {
    let newest = try connection.first("SELECT max(id) FROM context") { row throws(SQLiteError) in
      row.isNull(0) ? 0 : try row.integer(0, in: 0...mostContexts)
    }
    return Int(newest ?? 0)
  }
}
