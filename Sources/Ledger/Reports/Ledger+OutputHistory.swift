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
  private static let longestHistory = 200

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
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return nil }
      // A name that no record has is null, which equals nothing.
      let name = try store.textID(of: model)
      let id = try pricedAs.flatMap { id throws(SQLiteError) in try store.textID(of: id) }
      let calls = CallsOfModel(store: store, name: name, pricedAs: id, filter: filter)
      return OutputHistory(try calls.newestOutputs(Self.longestHistory, among: Self.newestSeen))
    }
  }
}

/// The complete calls of one model, newest first.
private struct CallsOfModel {
  let store: LedgerStore
  /// The name under which calls were recorded; nil for one that no record has.
  let name: TextID?
  /// The catalog's name for it; nil for one that no record has.
  let pricedAs: TextID?
  let filter: ResolvedFilter

  /// Returns the lengths of the newest answers, at most `count`, among the newest `seen` records of the ledger.
  func newestOutputs(_ count: Int, among seen: Int64) throws(SQLiteError) -> [Int64] {
    // A model that no record names needs no look at records.
    guard try isKnown() else { return [] }
    let oldest = try store.positionBehindNewest(seen)
    var lengths: [Int64] = []
    for stretch in try stretches(since: oldest) where lengths.count < count {
      lengths += try outputs(in: stretch, behind: oldest, limit: count - lengths.count)
    }
    return lengths
  }

  private var condition: String { "(c.model = ? OR c.priced_as = ?)\(filter.contextSQL)" }
  private var values: [SQLValue] { [SQLValue(name?.number), SQLValue(pricedAs?.number)] + filter.contextValues }

  private func isKnown() throws(SQLiteError) -> Bool {
    try store.connection.first("SELECT 1 FROM context c WHERE \(condition) LIMIT 1", binding: values) { _ in true }
      ?? false
  }

  /// The whole quarter hours in which there are such calls, those that follow each other as one, the newest first.
  private func stretches(since oldest: RecordPosition) throws(SQLiteError) -> [MillisecondSpan] {
    var stretches: [MillisecondSpan] = []
    try store.connection.forEach(
      """
      SELECT DISTINCT t.quarter FROM quarter_total t
      WHERE t.quarter >= ? AND t.context IN (SELECT c.id FROM context c WHERE \(condition)) ORDER BY t.quarter DESC
      """, binding: [.integer(QuarterHour.number(at: oldest.milliseconds))] + values
    ) { row throws(SQLiteError) in
      let number = try row.slot(0, ofSeconds: QuarterHour.seconds)
      let (start, end) = (QuarterHour.start(number), QuarterHour.start(number + 1))
      if let last = stretches.indices.last, stretches[last].start == end {
        stretches[last].start = start
      } else {
        stretches.append(MillisecondSpan(start: start, end: end))
      }
    }
    return stretches
  }

  private func outputs(
    in stretch: MillisecondSpan, behind oldest: RecordPosition, limit: Int
  ) throws(SQLiteError) -> [Int64] {
    let session = filter.session(of: "r")
    let bounds = [stretch.start, stretch.end, oldest.milliseconds, oldest.row].map(SQLValue.integer)
    return try store.connection.all(
      """
      SELECT r.output + r.output_reasoning FROM record r CROSS JOIN context c ON c.id = r.context
      WHERE r.timestamp >= ? AND r.timestamp < ? AND (r.timestamp, r.id) > (?, ?)
        AND \(condition) AND r.status = ?\(session.sql)
      ORDER BY r.timestamp DESC, r.id DESC LIMIT ?
      """,
      binding: bounds + values + [.integer(RecordStatus.complete.rawValue)] + session.values
        + [.integer(Int64(limit))]
    ) { row throws(SQLiteError) in try row.count(0) }
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
