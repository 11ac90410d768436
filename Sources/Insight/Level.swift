/// How high usage runs: how fast that drifts, how soon old days stop counting, and how far it may be off.
///
/// The model is that of a level which takes a random step every week, seen through days that vary by chance.
struct Level {
  /// How fast the weight of a day fades, as a logarithm for each day of age.
  let fading: Double
  /// How far the level of the newest days may be off, as a logarithm.
  let error: Double
  /// The deviation of the step that the level takes in a week, as a logarithm.
  let step: Double
  /// How usage grows.
  let growth: Growth

  /// Without knowing any history, a level steps by four percent a week.
  private static let usualStep = 0.04
  /// Weeks that lie further apart are taken for busy and idle ones, not for a level that moved.
  private static let largestStep = 0.4
  /// For how many weeks of knowledge that counts.
  private static let weightOfUsual = 2.0

  /// Looks through the days of a history, whose kinds are known.
  init(_ days: [UsageDay], kinds: DayKinds) {
    let weeks = Self.weeks(days)
    let ofDays = Self.varianceWithinKinds(days, kinds)
    let noise = Statistics.log(1 + ofDays / 7)
    let drift = Self.drift(weeks, noise: noise)
    growth = Growth(weeks: weeks, noise: noise, drift: drift)
    // The gain of the filter that follows such a level best, in its steady state.
    let known = (-drift + (drift * drift + 4 * drift * noise).squareRoot()) / 2
    let gain = (known + drift) / (known + drift + noise)
    fading = -Statistics.log(max(0.05, 1 - gain)) / 7
    let count = Double(days.count)
    let weight = (1 - Statistics.exp(-fading * count)) / fading
    let square = (1 - Statistics.exp(-2 * fading * count)) / (2 * fading)
    let effective = weight * weight / square
    error = (Statistics.log(1 + ofDays / effective) * (1 + 6 / count) + drift * effective / 28).squareRoot()
    step = drift.squareRoot()
  }

  /// The totals of the last whole weeks, at most twelve, oldest first.
  private static func weeks(_ days: [UsageDay]) -> [Double] {
    let count = min(days.count / 7, 12)
    return (0..<count).map { week in
      let end = days.count - 7 * (count - 1 - week)
      return days[(end - 7)..<end].reduce(0) { $0 + $1.total }
    }
  }

  /// The variance of a weekly step: what neighbouring weeks differ by beyond the chance of their days.
  private static func drift(_ weeks: [Double], noise: Double) -> Double {
    let usual = usualStep * usualStep
    let mean = Statistics.mean(weeks)
    guard weeks.count >= 3, mean > 0 else { return usual }
    let logs = weeks.map { Statistics.log($0 + 0.1 * mean) }
    let steps = zip(logs.dropFirst(), logs).map { $0 - $1 }
    let seen = max(0, Statistics.variance(steps) - 2 * noise)
    let count = Double(steps.count)
    return min((weightOfUsual * usual + count * seen) / (weightOfUsual + count), largestStep * largestStep)
  }

  /// The variance of days around the mean of their kind, in proportion to the mean of all.
  private static func varianceWithinKinds(_ days: [UsageDay], _ kinds: DayKinds) -> Double {
    let mean = Statistics.mean(days.map(\.total))
    guard mean > 0 else { return 0 }
    var sum = 0.0
    for kind in 0..<2 {
      let own = days.filter { kinds.kind(ofDay: $0.number) == kind }.map(\.total)
      sum += Statistics.variance(own) * Double(own.count)
    }
    return sum / Double(days.count) / (mean * mean)
  }
}
