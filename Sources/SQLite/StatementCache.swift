/// The compiled statements of a connection, up to a bound: the one that was not used for longest makes room for a new one.
///
/// Questions are put together from filters and groups, so that a process that runs for months would compile ever more.
struct StatementCache {
  /// How many are kept: some times what a process uses in its daily work, at 3 to 10 KB each.
  static let capacity = 200

  private var statements: [StatementKey: Statement] = [:]
  /// Some of them by where their text lies in memory: a literal is found here without a look at what it says.
  private var placed = [PlacedStatement?](repeating: nil, count: PlacedStatement.places)
  private var uses: UInt64 = 0

  /// How many there are.
  var count: Int { statements.count }

  /// Returns the statement for `sql`, which counts as a use; nil when it is not kept.
  mutating func statement(_ sql: String) -> Statement? {
    let place = PlacedStatement.place(of: sql)
    if let known = placed[place], known.isAt(sql) {
      note(known.statement)
      return known.statement
    }
    guard let known = statements[StatementKey(sql: sql)] else { return nil }
    placed[place] = PlacedStatement(sql: sql, statement: known)
    note(known)
    return known
  }

  /// Keeps a statement; one that makes room while its rows are read lives on until they are.
  mutating func insert(_ statement: Statement) {
    if statements.count >= Self.capacity { makeRoom() }
    statements[StatementKey(sql: statement.sql)] = statement
    note(statement)
  }

  private mutating func makeRoom() {
    guard let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
    statements[oldest.key] = nil
    for place in placed.indices where placed[place]?.statement === oldest.value { placed[place] = nil }
  }

  private mutating func note(_ statement: Statement) {
    uses += 1
    statement.lastUse = uses
  }
}
