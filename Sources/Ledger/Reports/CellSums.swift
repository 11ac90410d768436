/// Sums by the values of several columns of contexts.
struct CellSums {
  private let width = TotalsColumns.storedCount
  private var cells = CellNumbers()
  /// The sums of one cell after those of the other, in the order of ``TotalsColumns/stored``.
  private var sums = [Int64](repeating: 0, count: TotalsColumns.storedCount)
  /// How many records of each cell have no amount.
  private var unpriced: [Int64] = [0]

  /// Adds the sums of a context.
  ///
  /// - Parameters:
  ///   - stored: In the order of ``TotalsColumns/stored``.
  ///   - place: The number of the context.
  ///   - columns: The values of each column by the number of the context.
  mutating func add(_ stored: ArraySlice<Int64>, isUnpriced: Bool, at place: Int, in columns: [[Int64]]) {
    var cell = 0
    for column in columns { cell = cells.cell(behind: cell, column[place]) }
    while unpriced.count < cells.keys.count {
      sums += repeatElement(0, count: width)
      unpriced.append(0)
    }
    for (index, value) in stored.enumerated() { sums[cell * width + index] += value }
    if isUnpriced { unpriced[cell] += stored[stored.startIndex] }
  }
}

extension CellSums {
  /// Calls `body` with each cell that something was added to, and its totals.
  func forEach(_ body: (_ key: UsageCells.Key, _ totals: Totals) -> Void) {
    for (cell, key) in cells.keys.enumerated() {
      var totals = TotalsColumns.totals(ofStored: sums[cell * width..<(cell + 1) * width])
      totals.unpricedRequests = unpriced[cell]
      if totals != .zero { body(key, totals) }
    }
  }
}
