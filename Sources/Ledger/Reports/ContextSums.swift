import Pricing
import SQLite

/// What a stretch of whole days or quarter hours adds up to by context, which their tables are kept by.
///
/// A month has tens of thousands of rows but few contexts. To group rows by texts of their contexts, SQLite would join
/// and sort every row: here rows are added up as they come, and each context is looked up once.
struct ContextSums {
  /// The contexts with rows, in the order in which they were met.
  private(set) var contexts: [ContextID] = []
  /// Where the sums of a context begin, by its number: hashing a generic type costs more than adding a row.
  private var places: [Int64: Int] = [:]
  /// The sums of one context after those of the other, in the order of ``TotalsColumns/stored``.
  private var sums: [Int64] = []

  /// Calls `body` with each context and its totals, of which ``Totals/unpricedRequests`` are not known.
  func forEach(_ body: (_ context: ContextID, _ totals: Totals) throws(SQLiteError) -> Void) throws(SQLiteError) {
    let width = TotalsColumns.storedCount
    for (place, context) in contexts.enumerated() {
      try body(context, TotalsColumns.totals(ofStored: sums[place * width..<(place + 1) * width]))
    }
  }

  /// Adds a row: the context, and the columns of ``TotalsColumns/stored``.
  ///
  /// - Throws: `corrupt` for counts that no ledger comes to.
  mutating func add(_ row: borrowing Row) throws(SQLiteError) {
    let width = TotalsColumns.storedCount
    let start = place(of: try row.id(0)) * width
    for index in 0..<width {
      sums[start + index] = try row.count(Int32(index + 1), addedTo: sums[start + index])
    }
    // Carried, so that any number of rows stays within what a count may be.
    let dollar = Int64(Money.picodollarsPerDollar)
    sums[start + width - 2] += sums[start + width - 1] / dollar
    sums[start + width - 1] %= dollar
  }

  private mutating func place(of context: ContextID) -> Int {
    if let known = places[context.number] { return known }
    let place = contexts.count
    places[context.number] = place
    contexts.append(context)
    sums += repeatElement(0, count: TotalsColumns.storedCount)
    return place
  }
}

extension LedgerStore {
  /// Returns what a stretch adds up to by context.
  func contextSums(_ stretch: RollUpStretch, _ filter: ResolvedFilter) throws(SQLiteError) -> ContextSums {
    if isHoldingState, let known = heldSums[stretch, filter] { return known }
    var sums = ContextSums()
    try connection.forEach(
      """
      SELECT t.context, \(TotalsColumns.stored) FROM \(stretch.table) t \(filter.contextJoin(of: "t"))
      WHERE t.\(stretch.slot) >= ? AND t.\(stretch.slot) < ?\(filter.contextSQL)
      """, binding: [.integer(stretch.first), .integer(stretch.end)] + filter.contextValues
    ) { row throws(SQLiteError) in try sums.add(row) }
    if isHoldingState { heldSums[stretch, filter] = sums }
    return sums
  }

  /// Returns the kind of cost of each of the contexts, and what its `columns` hold.
  func texts(
    of contexts: [ContextID], _ columns: [String]
  ) throws(SQLiteError) -> [ContextID: (kind: Int64, key: UsageCells.Key)] {
    var texts: [ContextID: (kind: Int64, key: UsageCells.Key)] = [:]
    texts.reserveCapacity(contexts.count)
    let list = "[" + contexts.map { String($0.number) }.joined(separator: ",") + "]"
    try connection.forEach(
      """
      SELECT \((["c.id", "c.cost_kind"] + columns).joined(separator: ", "))
      FROM json_each(?) j CROSS JOIN context c ON c.id = j.value
      """, .text(list)
    ) { row throws(SQLiteError) in
      var key: UsageCells.Key = []
      for index in 0..<Int32(columns.count) { key.append(try row.integer(index + 2)) }
      texts[try row.id(0)] = (try row.integer(1), key)
    }
    return texts
  }
}
