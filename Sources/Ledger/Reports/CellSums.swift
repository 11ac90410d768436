/// Sums by the values of several columns, of which those of a context are looked up without making a key.
///
/// Thousands of contexts fall into few cells: a key for each, or its totals, would cost more than reading the rows.
struct CellSums {
  /// From the values of the columns so far to those with one more.
  private struct Step: Hashable {
    let start: Int
    let value: Int64
  }

  private let width = TotalsColumns.storedCount
  private var steps: [Step: Int] = [:]
  /// The values of the columns so far, by the number of the cell.
  private var keys: [UsageCells.Key] = [[]]
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
    for column in columns { cell = self.cell(behind: cell, column[place]) }
    for (index, value) in stored.enumerated() { sums[cell * width + index] += value }
    if isUnpriced { unpriced[cell] += stored[stored.startIndex] }
  }

  private mutating func cell(behind start: Int, _ value: Int64) -> Int {
    let step = Step(start: start, value: value)
    if let known = steps[step] { return known }
    steps[step] = keys.count
    keys.append(keys[start] + [value])
    sums += repeatElement(0, count: width)
    unpriced.append(0)
    return keys.count - 1
  }
}

extension CellSums {
  /// Calls `body` with each cell that something was added to, and its totals.
  func forEach(_ body: (_ key: UsageCells.Key, _ totals: Totals) -> Void) {
    for (cell, key) in keys.enumerated() {
      var totals = TotalsColumns.totals(ofStored: sums[cell * width..<(cell + 1) * width])
      totals.unpricedRequests = unpriced[cell]
      if totals != .zero { body(key, totals) }
    }
  }
}
