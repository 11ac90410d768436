/// Weekdays sorted into kinds that are used alike, such as working days and days off.
struct DayKinds {
  /// The kind of each weekday, Monday first: 0 or 1.
  let ofWeekday: [Int]

  /// Splits the weekdays in two where their usage tells them apart beyond chance, otherwise leaves them one kind.
  init(_ days: [UsageDay]) {
    let amounts = days.map(\.total)
    let floor = max(Statistics.mean(amounts) * 0.1, .leastNormalMagnitude)
    let logs = amounts.map { Statistics.log($0 + floor) }
    var sums = [Double](repeating: 0, count: 7)
    var counts = [Double](repeating: 0, count: 7)
    for (day, value) in zip(days, logs) {
      sums[day.weekday] += value
      counts[day.weekday] += 1
    }
    let known = (0..<7).filter { counts[$0] > 0 }.sorted { sums[$0] / counts[$0] < sums[$1] / counts[$1] }
    let upper = Self.bestUpperPart(of: known, sums, counts, logs)
    ofWeekday = (0..<7).map { upper.contains($0) ? 1 : 0 }
  }

  /// Returns the kind of the day of that number.
  func kind(ofDay number: Int) -> Int { ofWeekday[(number % 7 + 10) % 7] }

  private static func bestUpperPart(
    of weekdays: [Int], _ sums: [Double], _ counts: [Double], _ logs: [Double]
  ) -> Set<Int> {
    let count = Double(logs.count)
    let sum = logs.reduce(0, +)
    let spread = Statistics.variance(logs) * max(0, count - 1)
    var best: (gain: Double, start: Int) = (0, weekdays.count)
    var lowSum = 0.0
    var lowCount = 0.0
    for (index, weekday) in weekdays.enumerated().dropLast() {
      lowSum += sums[weekday]
      lowCount += counts[weekday]
      let difference = lowSum / lowCount - (sum - lowSum) / (count - lowCount)
      let gain = difference * difference * lowCount * (count - lowCount) / count
      if gain > best.gain { best = (gain, index + 1) }
    }
    // The Bayesian criterion asks for one logarithm a parameter: a second mean, and the best of many splits.
    let left = max(spread - best.gain, spread * 1e-9)
    guard spread > 0, count * Statistics.log(spread / left) > 4.5 * Statistics.log(count) else { return [] }
    return Set(weekdays[best.start...])
  }
}
