import SQLite

/// What was added up while one state of the file is held, for the other parts of the same answer.
struct HeldSums {
  private struct Key: Hashable {
    let stretch: RollUpStretch
    let sql: String
    let values: [SQLValue]
  }

  /// A month is at most three stretches; more are of a series, which asks for each once.
  private static let capacity = 4
  private var known: [Key: ContextSums] = [:]

  /// The sums of a stretch under a filter, if they are known.
  subscript(stretch: RollUpStretch, filter: ResolvedFilter) -> ContextSums? {
    get { known[Key(stretch: stretch, sql: filter.contextSQL, values: filter.contextValues)] }
    set {
      if known.count >= Self.capacity { known = [:] }
      known[Key(stretch: stretch, sql: filter.contextSQL, values: filter.contextValues)] = newValue
    }
  }
}
