import SQLite

/// How long answers have been: the lengths of the newest calls of one kind.
package struct OutputHistory: Sendable, Hashable {
  /// How many calls it rests on.
  package let calls: Int
  /// The middle length, in tokens.
  package let median: Int64
  /// One call of ten is shorter.
  package let low: Int64
  /// One call of ten is longer.
  package let high: Int64

  /// Sums up lengths in no order; nil when there are none.
  package init?(_ lengths: [Int64]) {
    guard !lengths.isEmpty else { return nil }
    let sorted = lengths.sorted()
    calls = sorted.count
    let rank = { (tenths: Int) in sorted[(sorted.count - 1) * tenths / 10] }
    low = rank(1)
    median = rank(5)
    // Up, so that of two calls the longer one is the high one.
    high = sorted[((sorted.count - 1) * 9 + 9) / 10]
  }
}

extension Ledger {
  /// How many of the newest records are looked through, which bounds the time of the question.
  package static let newestSeen: Int64 = 10_000
  /// How many calls a history holds at most.
  private static let longestHistory = 200

  /// Returns how many tokens of text and reasoning the newest complete calls of a model have put out.
  ///
  /// - Parameters:
  ///   - model: The name under which calls were recorded.
  ///   - pricedAs: The catalog's id, under which calls by other names are found; nil where it has none.
  ///   - filter: What else the calls have in common.
  ///   - newestSeen: How many of the newest records are looked through.
  /// - Returns: Nil when there is no such call among the newest.
  package func outputHistory(
    ofModel model: String, pricedAs: String?, filter: UsageFilter, amongNewest newestSeen: Int64 = newestSeen
  ) throws(LedgerError) -> OutputHistory? {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return nil }
      // A name that no record has is null, which equals nothing.
      let name = try store.textID(of: model)
      let id = try pricedAs.flatMap { id throws(SQLiteError) in try store.textID(of: id) }
      let contexts = try store.caches.matching.contexts(
        where: "(c.model = ? OR c.priced_as = ?)\(filter.contextSQL)",
        binding: [SQLValue(name?.number), SQLValue(id?.number)] + filter.contextValues, in: store.connection)
      var calls = NewestCalls(store: store, contexts: contexts, filter: filter, amongNewest: newestSeen)
      return OutputHistory(try calls.outputs(Self.longestHistory))
    }
  }
}
