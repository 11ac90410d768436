/// Numbers for the values of several columns, in the order in which they are met.
///
/// Thousands of contexts are looked up for one answer, and fall into few cells: making and hashing an array for each
/// would cost more than reading its row.
struct CellNumbers {
  /// From the values of the columns so far to those with one more.
  private struct Step: Hashable {
    let start: Int
    let value: Int64
  }

  private var steps: [Step: Int] = [:]
  /// The values of each cell, by its number; the first has none.
  private(set) var keys: [UsageCells.Key] = [[]]

  /// Returns the number of the cell that has the values of cell `start`, and `value` behind them.
  mutating func cell(behind start: Int, _ value: Int64) -> Int {
    let step = Step(start: start, value: value)
    if let known = steps[step] { return known }
    steps[step] = keys.count
    keys.append(keys[start] + [value])
    return keys.count - 1
  }
}
