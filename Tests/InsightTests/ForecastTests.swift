import CivilTime
import TestSupport
import Testing

@testable import Insight

struct ForecastTests {
  private static let day: Int64 = 86_400
  private static let now = Instant(seconds: 20_100 * day + 12 * 3_600)
  private static let tomorrow = Instant(seconds: 20_101 * day)

  @Test func `without any usage it says that there is no history`() {
    let history = UsageHistory(hours: [], zone: .utc, now: Self.now)
    #expect(
      history.forecast(until: Self.tomorrow, used: 0) == .failure(HistoryShortage(days: 0, busyDays: 0)))
  }

  @Test func `a new user is told how many days there are`() {
    let hours = (0..<3).map { HourAmount(start: Self.now.adding(milliseconds: -$0 * 86_400_000), amount: 5) }
    let history = UsageHistory(hours: hours, zone: .utc, now: Self.now)
    #expect(
      history.forecast(until: Self.tomorrow, used: 5) == .failure(HistoryShortage(days: 2, busyDays: 2)))
  }

  @Test func `old days without usage before the first one are no history`() {
    let hours = [HourAmount(start: Self.now.adding(milliseconds: -60 * 86_400_000), amount: 5)]
    let history = UsageHistory(hours: hours, zone: .utc, now: Self.now)
    #expect(history.shortage == HistoryShortage(days: 60, busyDays: 1))
  }

  @Test func `days that are all alike give what is left of them`() throws {
    let history = UsageHistory(hours: Self.evenHours(days: 40), zone: .utc, now: Self.now)
    let forecast = try history.forecast(until: Self.tomorrow, used: 48).get()
    #expect(forecast.used == 48)
    #expect(abs(forecast.expected - 96) < 4)
    #expect(forecast.low >= 48 && forecast.low <= forecast.expected && forecast.expected <= forecast.high)
  }

  @Test func `the same history always gives the same forecast`() throws {
    let make = { () throws -> Forecast in
      let hours = Traffic.bursty.hours(days: 60, from: 20_040, seed: 7).filter { $0.start < Self.now }
      return try UsageHistory(hours: hours, zone: .utc, now: Self.now)
        .forecast(until: Self.tomorrow.adding(milliseconds: 6 * 86_400_000), used: 1, limits: [10]).get()
    }
    #expect(try make() == make())
  }

  @Test func `the time of exhaustion is when the usual hours have used up what is left`() throws {
    let history = UsageHistory(hours: Self.evenHours(days: 40), zone: .utc, now: Self.now)
    let end = Self.tomorrow.adding(milliseconds: 6 * 86_400_000)
    let exhaustions = try history.forecast(until: end, used: 48, limits: [72, 240, 10_000]).get().exhaustions
    let soon = try #require(exhaustions[0].expected)
    #expect(abs(soon.milliseconds - Self.now.milliseconds - 6 * 3_600_000) < 3_600_000)
    let later = try #require(exhaustions[1].expected)
    #expect(abs(later.milliseconds - Self.now.milliseconds - 48 * 3_600_000) < 6 * 3_600_000)
    let earliest = try #require(exhaustions[1].earliest)
    let latest = try #require(exhaustions[1].latest)
    #expect(earliest <= later && later <= latest && latest <= end && earliest >= Self.now)
    #expect(exhaustions[2] == Exhaustion(chance: 0, earliest: nil, expected: nil, latest: nil))
  }

  @Test func `a limit that is passed already is exhausted now`() throws {
    let history = UsageHistory(hours: Self.evenHours(days: 40), zone: .utc, now: Self.now)
    let exhaustion = try history.forecast(until: Self.tomorrow, used: 48, limits: [40]).get().exhaustions[0]
    #expect(exhaustion == Exhaustion(chance: 1, earliest: Self.now, expected: Self.now, latest: Self.now))
  }

  @Test func `one burst of the past does not carry the forecast away`() throws {
    var hours = Self.evenHours(days: 60)
    hours.append(HourAmount(start: Self.now.adding(milliseconds: -20 * 86_400_000), amount: 50_000))
    let forecast = try UsageHistory(hours: hours, zone: .utc, now: Self.now).forecast(
      until: Self.tomorrow, used: 48
    )
    .get()
    #expect(forecast.expected < 150 && forecast.high < 500)
  }

  @Test func `what runs far above all before may stop at once or go on for hours`() throws {
    // 62 came within half an hour, where an hour usually has 4.
    let quarters = [(30, 20.0), (15, 30), (0, 12)].map { (minutes: Int64, amount: Double) in
      HourAmount(start: Self.now.adding(milliseconds: -minutes * 60_000), amount: amount)
    }
    let later = Self.now.adding(milliseconds: 7 * 60_000)
    let history = UsageHistory(hours: Self.evenHours(days: 40), newest: quarters, zone: .utc, now: later)
    let quiet = try UsageHistory(hours: Self.evenHours(days: 40), zone: .utc, now: later)
      .forecast(until: Self.tomorrow, used: 110, limits: [400]).get()
    let forecast = try history.forecast(until: Self.tomorrow, used: 110, limits: [400, 1_000_000]).get()
    // Some 100 an hour: half of the futures end within 37 minutes more, one of ten lasts for five hours or more.
    #expect(forecast.expected > quiet.expected + 40 && forecast.expected < quiet.expected + 120)
    #expect(forecast.low < quiet.expected + 15 && forecast.high > quiet.expected + 400)
    #expect(quiet.exhaustions[0].chance == 0 && forecast.exhaustions[0].chance > 0.1)
    let earliest = try #require(forecast.exhaustions[0].earliest)
    #expect(earliest > later && earliest < Self.tomorrow)
    #expect(forecast.exhaustions[1].chance == 0)
  }

  @Test func `a quarter hour that is over, or like others before, carries nothing on`() throws {
    let quarter = { (minutes: Int64, amount: Double) in
      HourAmount(start: Self.now.adding(milliseconds: -minutes * 60_000), amount: amount)
    }
    let later = Self.now.adding(milliseconds: 7 * 60_000)
    for newest in [[quarter(15, 50)], [quarter(15, 3), quarter(0, 2)], []] {
      #expect(UsageHistory(hours: Self.evenHours(days: 40), newest: newest, zone: .utc, now: later).burst == nil)
    }
  }

  @Test func `days off are forecast as days off`() throws {
    // Day 20,101 is a Monday; now is the evening of the Friday before.
    let now = Instant(seconds: 20_098 * Self.day + 23 * 3_600)
    let hours = Traffic.workingWeek.hours(days: 90, from: 20_010, seed: 3).filter { $0.start < now }
    let history = UsageHistory(hours: hours, zone: .utc, now: now)
    let week = history.forecast(until: now.adding(milliseconds: 7 * 86_400_000), used: 0)
    let daysOff = history.forecast(until: now.adding(milliseconds: 49 * 3_600_000), used: 0)
    #expect(try daysOff.get().high < week.get().expected / 5)
  }

  /// Four an hour, every hour of every day up to now.
  private static func evenHours(days: Int64) -> [HourAmount] {
    (0..<(days * 24)).map { HourAmount(start: now.adding(milliseconds: -($0 + 1) * 3_600_000), amount: 4) }
  }
}
