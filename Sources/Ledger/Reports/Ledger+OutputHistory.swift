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
  private static let newestSeen: Int64 = 10_000
  /// How many calls a history holds at most.
  private static let longestHistory: Int64 = 200

  /// Returns how many tokens of text and reasoning the newest complete calls of a model have put out.
  ///
  /// - Parameters:
  ///   - model: The name under which calls were recorded.
  ///   - pricedAs: The catalog's id, under which calls by other names are found; nil where it has none.
  ///   - filter: What else the calls have in common.
  /// - Returns: Nil when there is no such call among the newest.
  package func outputHistory(
    ofModel model: String, pricedAs: String?, filter: UsageFilter
  ) throws(LedgerError) -> OutputHistory? {
    try readingRows { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return nil }
      let session = filter.session(of: "r")
      // A name that no record has is null, which equals nothing.
      let name = try store.textID(of: model)
      let id = try pricedAs.flatMap { id throws(SQLiteError) in try store.textID(of: id) }
      let oldest = try store.positionBehindNewest(Self.newestSeen)
      let lengths = try store.connection.all(
        """
        SELECT r.output + r.output_reasoning FROM record r CROSS JOIN context c ON c.id = r.context
        WHERE (r.timestamp, r.id) > (?, ?) AND (c.model = ? OR c.priced_as = ?)
          AND r.status = ?\(session.sql)\(filter.contextSQL)
        ORDER BY r.timestamp DESC, r.id DESC LIMIT ?
        """,
        binding: [
          .integer(oldest.milliseconds), .integer(oldest.row), SQLValue(name?.number), SQLValue(id?.number),
          .integer(RecordStatus.complete.rawValue),
        ] + session.values + filter.contextValues + [.integer(Self.longestHistory)]
      ) { row throws(SQLiteError) in try row.count(0) }
      return OutputHistory(lengths)
    }
  }
}

extension LedgerStore {
  /// Returns the place of the record behind the `count` newest, or one before all records.
  fileprivate func positionBehindNewest(_ count: Int64) throws(SQLiteError) -> RecordPosition {
    try connection.first(
      "SELECT timestamp, id FROM record ORDER BY timestamp DESC, id DESC LIMIT 1 OFFSET ?", .integer(count)
    ) { row throws(SQLiteError) in
      RecordPosition(milliseconds: try row.integer(0), row: try row.integer(1))
    } ?? RecordPosition(milliseconds: .min, row: .min)
  }
}
