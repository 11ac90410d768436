import CivilTime

/// When an override or a multiplier of the catalog holds; every part that is stated must.
struct PriceCondition: Sendable, Hashable {
  /// Service tiers, any of which fits; empty when the tier does not matter.
  var services: [String] = []
  /// The prompt must have more tokens than this.
  var inputOver: Int64?
  /// Regions, any of which fits; empty when the region does not matter.
  var regions: [String] = []
  /// Values by option, any of which fits; every named option must.
  var options: [Option] = []
  /// Times of the week, any of which fits; empty when the time does not matter.
  var schedule: [Hours] = []

  /// The values of one request option that fit.
  struct Option: Sendable, Hashable {
    /// The option's name.
    let name: String
    /// Its fitting values.
    let values: [String]
  }

  /// A daily window in UTC on some days of the week.
  struct Hours: Sendable, Hashable {
    /// ISO weekdays, Monday = 1; empty for every day.
    let weekdays: [Int]
    /// The first minute of the day inside, 0 ... 1439.
    let start: Int
    /// The first minute of the day outside; at or before `start` the window wraps past midnight.
    let end: Int
  }

  /// The name in price files for every known region but the global one.
  static let nonGlobal = "non-global"

  /// Returns whether everything stated holds for a call with `inputTokens` prompt tokens.
  func holds(under conditions: PricingConditions, inputTokens: Int64) -> Bool {
    if let inputOver, inputTokens <= inputOver { return false }
    if !services.isEmpty {
      guard let service = conditions.serviceTier, services.contains(service) else { return false }
    }
    if !regions.isEmpty {
      guard let region = conditions.region, fits(region) else { return false }
    }
    for option in options {
      guard let value = conditions.options[option.name], option.values.contains(value) else { return false }
    }
    return schedule.isEmpty || schedule.contains { $0.contains(conditions.at) }
  }

  private func fits(_ region: String) -> Bool {
    regions.contains(region) || (regions == [PriceCondition.nonGlobal] && region != "global")
  }
}

extension PriceCondition.Hours {
  /// Returns whether `instant` lies in the window; the weekday is that of the instant itself.
  func contains(_ instant: Instant) -> Bool {
    let (day, millisecond) = instant.milliseconds.flooredDivision(by: Instant.millisecondsPerDay)
    // 1970-01-01 was a Thursday, ISO weekday 4.
    let weekday = Int((day + 3).flooredDivision(by: 7).remainder) + 1
    guard weekdays.isEmpty || weekdays.contains(weekday) else { return false }
    let minute = Int(millisecond / 60_000)
    return start < end ? (start..<end).contains(minute) : minute >= start || minute < end
  }
}

extension Int64 {
  /// Returns the quotient rounded towards minus infinity and the remainder, which is never negative.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
