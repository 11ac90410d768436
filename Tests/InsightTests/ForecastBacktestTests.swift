import CivilTime
import TestSupport
import Testing

@testable import Insight

/// Forecasts of what then came, over many generated histories.
struct ForecastBacktestTests {
  @Test(arguments: Traffic.allCases)
  func `eight of ten outcomes lie in the interval, and a naive one is wider`(_ traffic: Traffic) {
    for days in [1, 7, 30] {
      let tally = Self.backtest(traffic, periodDays: days)
      let cover = Double(tally.hits) / Double(tally.count)
      let note: Comment = "\(traffic), \(days) days: \(tally)"
      // What levels that jump at any time come to in a month cannot be told from the past so well.
      let least = traffic == .byProject && days == 30 ? 0.6 : 0.7
      // Where nothing at all is the likeliest outcome, no interval holds just eight of ten.
      let most = traffic == .mostlyIdle && days == 1 ? 0.92 : 0.9
      #expect(cover >= least && cover <= most, note)
      #expect(tally.width < tally.naiveWidth, note)
      #expect(tally.count >= 100, note)
    }
  }

  /// What came of the forecasts.
  struct Tally: CustomStringConvertible {
    var count = 0
    var hits = 0
    var width = 0.0
    var naiveWidth = 0.0

    var description: String {
      let mean = { (sum: Double) in sum / Double(max(1, count)) }
      return "\(hits) of \(count) in the interval, width \(mean(width)), naive \(mean(naiveWidth))"
    }
  }

  /// Forecasts with 28 to 100 days of history, at all hours; the seed of each history is its number.
  static func backtest(_ traffic: Traffic, periodDays: Int) -> Tally {
    var tally = Tally()
    for seed in 0..<30 {
      let course = Course(traffic, seed: UInt64(seed))
      for place in 0..<5 {
        course.check(atHour: (28 + 15 * place) * 24 + (seed * 7 + place * 5) % 24, periodDays, &tally)
      }
    }
    return tally
  }

  /// A generated history with what comes after it.
  private struct Course {
    static let first = 20_003
    let hours: [HourAmount]
    let daily: [Double]

    init(_ traffic: Traffic, seed: UInt64) {
      hours = traffic.hours(days: 140, from: Self.first, seed: seed)
      var daily = [Double](repeating: 0, count: 140)
      for hour in hours { daily[Int(hour.start.seconds / 86_400) - Self.first] += hour.amount }
      self.daily = daily
    }

    func check(atHour cut: Int, _ periodDays: Int, _ tally: inout Tally) {
      let now = Self.start(ofDay: 0).adding(milliseconds: Int64(cut) * 3_600_000)
      let day = cut / 24
      let start = day - day % periodDays
      let past = hours.filter { $0.start < now }
      let used = past.reduce(0) { $0 + ($1.start >= Self.start(ofDay: start) ? $1.amount : 0) }
      let history = UsageHistory(hours: past, zone: .utc, now: now)
      guard
        case .success(let forecast) = history.forecast(
          until: Self.start(ofDay: start + periodDays), used: used)
      else { return }
      let outcome = daily[start..<(start + periodDays)].reduce(0, +)
      tally.count += 1
      if outcome >= forecast.low * 0.999_999, outcome <= forecast.high * 1.000_001 { tally.hits += 1 }
      tally.width += forecast.high - forecast.low
      tally.naiveWidth += Double(start + periodDays - day) * naiveWidth(before: day)
    }

    /// How far the tenth and the ninetieth of a hundred past days lie apart: the guess for each day left.
    private func naiveWidth(before day: Int) -> Double {
      let sorted = daily[..<day].sorted()
      return sorted[(day - 1) * 9 / 10] - sorted[(day - 1) / 10]
    }

    private static func start(ofDay day: Int) -> Instant { Instant(seconds: Int64(first + day) * 86_400) }
  }
}
