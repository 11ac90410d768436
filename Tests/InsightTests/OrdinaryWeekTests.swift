import CivilTime
import Insight
import TestSupport
import Testing

/// What is said by the newest days alone.
struct OrdinaryWeekTests {
  private static let now = Instant(seconds: 20_080 * 86_400 + 16 * 3_600 + 600)
  private static let week: Int64 = 8 * 86_400_000

  @Test(arguments: Traffic.allCases, Array(1...20) as [UInt64])
  func `where the newest week is ordinary nothing is unusual, whatever was before`(
    _ traffic: Traffic, _ seed: UInt64
  ) {
    var generator = SplitMix64(seed: seed)
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    var hours: [HourUsage] = []
    for hour in traffic.hours(days: 81, from: 20_000, seed: seed) where hour.start < Self.now {
      let isNew = hour.start > facts.recentStart
      let amount = isNew ? hour.amount * Double.random(in: 0.2...8, using: &generator) : hour.amount
      hours.append(HourUsage(start: hour.start, usage: UsageFigures(cost: amount, tokens: amount, requests: 1)))
    }
    facts.series = [UsageSeries(subject: [:], hours: hours)]
    let newest = hours.filter { $0.start >= Self.now.adding(milliseconds: -Self.week) }
    let isOrdinary = UsageSeries(subject: [:], hours: newest).isOrdinary(facts)
    #expect(!isOrdinary || facts.anomalies().isEmpty, "seed \(seed)")
  }

  @Test func `usage as every day is ordinary by its newest week, and far more is not`() {
    let facts = AnomalyFacts(now: Self.now, zone: .utc)
    let hours = (0..<190).map { number in
      let usage = UsageFigures(cost: 1 + Double(number % 5) / 5, tokens: 1_000, requests: 1)
      return HourUsage(start: Self.now.adding(milliseconds: -600_000 - Int64(number) * 3_600_000), usage: usage)
    }
    #expect(UsageSeries(subject: [:], hours: hours).isOrdinary(facts))
    var high = hours
    high[1].usage.tokens = 2_001
    #expect(!UsageSeries(subject: [:], hours: high).isOrdinary(facts))
    let free = hours.map { HourUsage(start: $0.start, usage: UsageFigures(tokens: 1_000, requests: 1)) }
    #expect(UsageSeries(subject: [:], hours: free).isOrdinary(facts))
    #expect(!UsageSeries(subject: [:], hours: Array(hours.prefix(20))).isOrdinary(facts))
  }
}
