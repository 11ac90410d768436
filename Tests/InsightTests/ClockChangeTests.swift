import CivilTime
import Foundation
import Insight
import TestSupport
import Testing

/// Forecasts on the days on which clocks are changed.
struct ClockChangeTests {
  private static let folder = "/usr/share/zoneinfo"
  private static let isThere = FileManager.default.fileExists(atPath: folder + "/Europe/Berlin")

  @Test(
    .enabled(if: isThere, "skipped: this machine has no time zone files"),
    arguments: ["2026-03-29", "2026-10-25"])
  func `a day of 23 or 25 hours is forecast at each of its hours`(_ text: String) throws {
    let library = ZoneLibrary(folders: [Self.folder]) { path in
      FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }
    let zone = try library.zone(named: "Europe/Berlin")
    let date = try #require(CivilDate(text))
    let start = zone.start(of: date)
    let end = zone.start(of: date.adding(days: 1))
    var now = start
    while now < end {
      let used = Double(now.seconds - start.seconds) / 900
      let history = UsageHistory(hours: Self.evenHours(before: now), zone: zone, now: now)
      let forecast = try history.forecast(until: end, used: used, limits: [used + 2]).get()
      let even = used + Double(end.seconds - now.seconds) / 900
      // The hour that is missing or doubled comes to four.
      #expect(abs(forecast.expected - even) < 8, "at \(now)")
      for time in [forecast.exhaustions[0].earliest, forecast.exhaustions[0].expected].compactMap({ $0 }) {
        #expect(time >= now && time <= end, "at \(now)")
      }
      now = now.adding(milliseconds: 3_600_000)
    }
  }

  @Test func `the last moment of a day leaves nothing to come`() throws {
    let end = Instant(seconds: 20_500 * 86_400)
    let now = end.adding(milliseconds: -1)
    let history = UsageHistory(hours: Self.evenHours(before: now), zone: .utc, now: now)
    let forecast = try history.forecast(until: end, used: 96).get()
    #expect(forecast.low >= 96 && forecast.high < 96.1)
  }

  /// Four an hour of elapsed time for sixty days.
  private static func evenHours(before now: Instant) -> [HourAmount] {
    (1...1_440).map { HourAmount(start: now.adding(milliseconds: Int64(-$0) * 3_600_000), amount: 4) }
  }
}
