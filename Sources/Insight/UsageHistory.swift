package import CivilTime

/// What was used before a moment, as civil days of 24 hours each.
///
/// The hours of a day are those that a clock on the wall shows: one shown twice is one, one skipped idle.
package struct UsageHistory: Sendable {
  /// How many days back a history reaches at most: more would be of another time.
  package static let longestDays = 91
  /// How many whole days a forecast needs.
  package static let neededDays = 7
  /// On how many of them there must have been usage.
  package static let neededBusyDays = 3

  /// The whole days before today, oldest first, without gaps, from the first one that had usage.
  let days: [UsageDay]
  /// Today, up to now.
  let today: UsageDay
  /// The zone of the days.
  let zone: Zone
  /// The moment up to which everything is known.
  let now: Instant
  /// What runs far above all before it at this moment; nil where nothing does.
  let burst: Burst?

  /// Sorts hours into days; hours after `now` and before the longest history are left out.
  ///
  /// - Parameters:
  ///   - hours: Those with usage, in any order.
  ///   - newest: The newest quarter hours with usage, by their beginnings; they show whether a loop is running.
  ///   - firstUse: A moment of the first usage ever; nil where `hours` tell.
  package init(
    hours: [HourAmount], newest: [HourAmount] = [], zone: Zone, now: Instant, firstUse: Instant? = nil
  ) {
    self.zone = zone
    self.now = now
    let number = LocalHour(now, zone).day
    let oldest = number - Self.longestDays
    var byDay = (oldest...number).map { UsageDay(number: $0) }
    for hour in hours where hour.start <= now && hour.amount > 0 {
      let local = LocalHour(hour.start, zone)
      guard byDay.indices.contains(local.day - oldest) else { continue }
      byDay[local.day - oldest].add(hour.amount, hour: local.clock)
    }
    today = byDay.removeLast()
    let first = firstUse.map { zone.date(at: $0).daysSinceEpoch } ?? .max
    let start = byDay.firstIndex { $0.total > 0 || $0.number >= first } ?? byDay.endIndex
    days = Array(byDay[start...])
    burst = Burst(newest, after: days, now: now)
  }

  /// What is missing for a forecast; nil when there is enough.
  package var shortage: HistoryShortage? {
    let busy = days.count { $0.total > 0 }
    guard days.count < Self.neededDays || busy < Self.neededBusyDays else { return nil }
    return HistoryShortage(days: days.count, busyDays: busy)
  }
}

/// Why there is too little history for a forecast.
package struct HistoryShortage: Sendable, Hashable {
  /// How many whole days lie between the first usage and today; ``UsageHistory/neededDays`` are needed.
  package var days: Int
  /// On how many of them there was usage; ``UsageHistory/neededBusyDays`` are needed.
  package var busyDays: Int
}

/// What was used on one civil day.
struct UsageDay: Sendable {
  /// Days since 1970-01-01.
  let number: Int
  /// By the hour on the wall, 24 of them.
  private(set) var hours = [Double](repeating: 0, count: 24)
  /// All of them.
  private(set) var total = 0.0

  /// A day without usage.
  init(number: Int) { self.number = number }

  /// The day of the week, Monday 0 to Sunday 6; day 0 was a Thursday.
  var weekday: Int { (number % 7 + 10) % 7 }

  mutating func add(_ amount: Double, hour: Int) {
    hours[hour] += amount
    total += amount
  }

  /// What was used before that many hours of the day, of which one may be begun.
  func amount(before hour: Double) -> Double {
    let whole = min(Int(hour), 24)
    var sum = 0.0
    for index in 0..<whole { sum += hours[index] }
    return whole < 24 ? sum + hours[whole] * (hour - Double(whole)) : sum
  }
}

/// The day and the hour that calendar and clock on the wall show.
struct LocalHour {
  /// Days since 1970-01-01.
  let day: Int
  /// 0 to 23.
  let clock: Int

  /// Looks the offset up once for both.
  init(_ instant: Instant, _ zone: Zone) {
    let local = instant.seconds + Int64(zone.offset(at: instant))
    let second = (local % Instant.secondsPerDay + Instant.secondsPerDay) % Instant.secondsPerDay
    day = Int((local - second) / Instant.secondsPerDay)
    clock = Int(second / 3_600)
  }
}
