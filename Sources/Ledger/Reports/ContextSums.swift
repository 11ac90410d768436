import Pricing
import SQLite

/// What a stretch of whole days or quarter hours adds up to by context, which their tables are kept by.
///
/// A month has tens of thousands of rows but few contexts. To group rows by texts of their contexts, SQLite would join
/// and sort every row: here rows are added up as they come, and each context is looked up once.
struct ContextSums {
  /// The contexts with rows, in the order in which they were met.
  private var contexts: [ContextID] = []
  /// The place in `contexts` of each context by its number, or none: hashing costs as much as adding a row.
  private var places: [Int32]
  private static let none: Int32 = -1
  private static let dollar = Int64(Money.picodollarsPerDollar)
  private let width = TotalsColumns.storedCount
  /// The sums of one context after those of the other, in the order of ``TotalsColumns/stored``.
  private var sums: [Int64] = []

  /// Begins with no row.
  ///
  /// - Parameter newest: The number of the newest context.
  init(newest: Int) { places = Array(repeating: Self.none, count: newest + 1) }

  /// Calls `body` with each context and its sums, in the order of ``TotalsColumns/stored``.
  func forEach(_ body: (_ context: ContextID, _ stored: ArraySlice<Int64>) -> Void) {
    for (place, context) in contexts.enumerated() { body(context, sums[place * width..<(place + 1) * width]) }
  }

  /// Adds a row: the context, and the columns of ``TotalsColumns/stored``.
  ///
  /// - Throws: `corrupt` for counts that no ledger comes to.
  mutating func add(_ row: borrowing Row) throws(SQLiteError) {
    // One that is not there belongs to no group.
    guard let place = place(of: try row.id(0)) else { return }
    let (start, width) = (place * width, width)
    try sums.withUnsafeMutableBufferPointer { sums throws(SQLiteError) in
      for index in 0..<width {
        sums[start + index] = try row.count(Int32(index + 1), addedTo: sums[start + index])
      }
      // Carried, so that any number of rows stays within what a count may be.
      guard sums[start + width - 1] >= Self.dollar else { return }
      sums[start + width - 2] += sums[start + width - 1] / Self.dollar
      sums[start + width - 1] %= Self.dollar
    }
  }

  private mutating func place(of context: ContextID) -> Int? {
    guard places.indices.contains(Int(context.number)) else { return nil }
    let known = places[Int(context.number)]
    if known != Self.none { return Int(known) }
    let place = contexts.count
    places[Int(context.number)] = Int32(place)
    contexts.append(context)
    sums += repeatElement(0, count: width)
    return place
  }
}

extension LedgerStore {
  /// Returns what a stretch adds up to by context.
  func contextSums(_ stretch: RollUpStretch, _ filter: ResolvedFilter) throws(SQLiteError) -> ContextSums {
    if isHoldingState, let known = heldSums[stretch, filter] { return known }
    var sums = ContextSums(newest: try ContextColumns.newest(in: connection))
    try connection.forEach(
      """
      SELECT t.context, \(TotalsColumns.stored) FROM \(stretch.table) t \(filter.contextJoin(of: "t"))
      WHERE t.\(stretch.slot) >= ? AND t.\(stretch.slot) < ?\(filter.contextSQL)
      """, binding: [.integer(stretch.first), .integer(stretch.end)] + filter.contextValues
    ) { row throws(SQLiteError) in try sums.add(row) }
    if isHoldingState { heldSums[stretch, filter] = sums }
    return sums
  }

  /// Returns the values of a column of table `context`, named `c`, by the number of the context.
  func contextValues(_ column: String) throws(SQLiteError) -> [Int64] {
    try caches.columns.values(column, in: connection)
  }
}
