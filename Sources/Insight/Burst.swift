import CivilTime

/// Usage that runs far above all before it up to this moment, such as that of a loop, and may go on.
struct Burst: Sendable {
  /// What it comes to in an hour.
  let perHour: Double
  /// For how many hours it has gone on; above zero.
  let age: Double

  /// Quarter hours, in milliseconds.
  private static let quarter: Int64 = 900_000
  /// A running quarter hour of this age without usage shows that it is over.
  private static let rest: Int64 = 300_000
  /// As few milliseconds as an age may have, so that one call is no rate.
  private static let youngest: Int64 = 60_000

  /// Looks for quarter hours up to `now` of which each has more than the busiest hours of whole days before; nil
  /// where there are none.
  init?(_ quarters: [HourAmount], after days: [UsageDay], now: Instant) {
    // The third highest, as one hour or two beyond all measure are no measure.
    let hours = days.flatMap(\.hours).filter { $0 > 0 }.sorted()
    guard let usual = hours.dropLast(2).last ?? hours.last else { return nil }
    var amounts: [Int64: Double] = [:]
    for part in quarters { amounts[part.start.milliseconds, default: 0] += part.amount }
    let current = now.milliseconds - (now.milliseconds % Self.quarter + Self.quarter) % Self.quarter
    var sum = amounts[current] ?? 0
    guard sum > 0 || now.milliseconds - current < Self.rest else { return nil }
    var begin = current
    while let amount = amounts[begin - Self.quarter], amount > usual {
      sum += amount
      begin -= Self.quarter
    }
    guard begin < current || sum > usual else { return nil }
    age = Double(max(now.milliseconds - begin, Self.youngest)) / 3_600_000
    perHour = sum / age
  }

  /// Returns for how many more hours it may go on: as long again as it has gone on, half of the time.
  ///
  /// What is said here of anything whose end nobody knows: it lasts so many times its age with chance 1 / (1 + times).
  func rest(_ chance: inout Chance) -> Double { age * (1 / max(chance.fraction(), 0x1p-20) - 1) }
}
