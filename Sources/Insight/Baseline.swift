import CivilTime

/// What hours and days of one measure usually come to, and how much they vary.
struct Baseline {
  /// An hour with usage.
  struct Hour {
    let start: Instant
    let end: Instant
    /// The civil day, in days since 1970.
    let day: Int
    /// The hour on the wall.
    let clock: Int
    let amount: Double
    let cost: Double
  }

  /// What something usually comes to where it is far above.
  struct Usual {
    let amount: Double
    let severity: Anomaly.Severity
  }

  /// The newest hours, oldest first.
  private(set) var recent: [Hour] = []
  /// Today up to now.
  private(set) var today = UsageFiguresOfDay()
  /// The beginning of today.
  let todayStart: Instant
  private var compared: [Hour] = []
  /// The days with usage before today.
  private let days: [UsageDay]
  private let kinds: DayKinds
  private let highHour: Double

  /// Sums of a day.
  struct UsageFiguresOfDay {
    var amount = 0.0
    var cost = 0.0
  }

  /// Whether there is enough to compare with.
  var isEnough: Bool { compared.count >= Self.neededHours && days.count >= Self.neededDays }

  /// Hours with usage that a baseline needs.
  private static let neededHours = 30
  /// Days with usage that a baseline needs.
  private static let neededDays = 10

  /// Splits the hours of a series into the newest and those to compare them with.
  init(_ hours: [HourUsage], _ facts: AnomalyFacts, _ amount: (UsageFigures) -> Double) {
    let today = LocalHour(facts.now, facts.zone).day
    todayStart = facts.zone.start(of: CivilDate(daysSinceEpoch: today))
    var byDay: [Int: UsageDay] = [:]
    for hour in hours where hour.start <= facts.now {
      let value = amount(hour.usage)
      let local = LocalHour(hour.start, facts.zone)
      guard value > 0, local.day > today - AnomalyFacts.comparedDays else { continue }
      let entry = Hour(
        start: hour.start, end: hour.start.adding(milliseconds: 3_600_000), day: local.day,
        clock: local.clock,
        amount: value, cost: hour.usage.cost)
      if local.day == today {
        self.today.amount += value
        self.today.cost += hour.usage.cost
      } else {
        byDay[local.day, default: UsageDay(number: local.day)].add(value, hour: entry.clock)
      }
      if entry.end > facts.recentStart { recent.append(entry) } else { compared.append(entry) }
    }
    days = byDay.values.sorted { $0.number < $1.number }
    kinds = DayKinds(days)
    recent.sort { $0.start < $1.start }
    // The third highest: one hour or two beyond all measure are no measure.
    let highest = compared.map(\.amount).sorted()
    highHour = highest.count > 2 ? highest[highest.count - 3] : .infinity
  }

  /// Whether nothing is unusual, whatever was used before the hours that are known: more hours and days could only
  /// raise what counts as high.
  var isOrdinary: Bool {
    guard !recent.isEmpty else { return true }
    guard compared.count > 2, let highDay else { return false }
    return today.amount <= Self.highDays * highDay && recent.allSatisfy { $0.amount <= Self.highHours * highHour }
  }

  /// How many times the high hour an unusual hour exceeds.
  private static let highHours = 2.0
  /// How many times the high day an unusual day exceeds.
  private static let highDays = 1.5

  /// The second highest of the days before today; nil for fewer.
  private var highDay: Double? { days.count > 1 ? days.map(\.total).sorted()[days.count - 2] : nil }

  /// Returns what is usual for an hour of that time of day, if this one is far above it and above all before.
  func usualHour(_ hour: Hour) -> Usual? {
    guard hour.amount > Self.highHours * highHour else { return nil }
    let kind = kinds.kind(ofDay: hour.day)
    let near = compared.filter {
      [0, 1, 23].contains(abs($0.clock - hour.clock)) && kinds.kind(ofDay: $0.day) == kind
    }
    let sample = near.count >= 12 ? near : compared
    return Self.usual(hour.amount, among: sample.map(\.amount), high: highHour, leastFactor: 4)
  }

  /// Returns what is usual for a day, if today is far above it and above all before.
  func usualDay() -> Usual? {
    guard let high = highDay, today.amount > Self.highDays * high, let number = recent.last?.day else { return nil }
    let alike = days.filter { kinds.kind(ofDay: $0.number) == kinds.kind(ofDay: number) }
    let sample = alike.count >= 8 ? alike : days
    return Self.usual(today.amount, among: sample.map(\.total), high: high, leastFactor: 3)
  }

  /// Amounts of usage differ by factors, so they are compared by their logarithms.
  private static func usual(_ amount: Double, among sample: [Double], high: Double, leastFactor: Double)
    -> Usual?
  {
    let logs = sample.map(Statistics.log)
    let middle = Statistics.median(logs)
    // Upwards only: days off lie far below and say nothing of how high usage may run.
    // What never varied may vary a little.
    let deviation = max(0.25, Statistics.upwardDeviation(logs, from: middle))
    let usual = Statistics.exp(middle)
    guard Statistics.log(amount) > middle + 4 * deviation, amount > leastFactor * usual else { return nil }
    return Usual(amount: usual, severity: amount > 5 * high ? .critical : .warning)
  }
}
