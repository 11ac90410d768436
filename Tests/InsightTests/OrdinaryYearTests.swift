import CivilTime
import Insight
import TestSupport
import Testing

/// A year of usage that is as ever gives no alarm, or hardly one.
struct OrdinaryYearTests {
  /// What may be found in a year by mistake.
  private static let handful = 5

  @Test(arguments: Traffic.allCases)
  func `a year of ordinary hours is no cause for alarm`(_ traffic: Traffic) {
    for seed in [11, 12] as [UInt64] {
      let hours = traffic.hours(days: 365, from: 20_000, seed: seed).map {
        HourUsage(
          start: $0.start, usage: UsageFigures(cost: $0.amount, tokens: $0.amount * 100_000, requests: 10))
      }
      var found: Set<Instant> = []
      var known = 0..<0
      for moment in 1...730 {
        let now = Instant(seconds: 20_000 * 86_400 + Int64(moment) * 43_200)
        let oldest = now.adding(milliseconds: -60 * 86_400_000)
        let end = hours[known.upperBound...].firstIndex { $0.start >= now } ?? hours.endIndex
        known = (hours[known.lowerBound..<end].firstIndex { $0.start >= oldest } ?? end)..<end
        var facts = AnomalyFacts(now: now, zone: .utc)
        facts.series = [UsageSeries(subject: [:], hours: Array(hours[known]))]
        found.formUnion(facts.anomalies().map(\.since))
      }
      #expect(found.count <= Self.handful, "\(traffic), seed \(seed)")
    }
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `a year of sessions that grow as sessions do is no loop`(_ seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    var found: Set<Instant> = []
    var sizes: [Int] = []
    for session in 0..<1_000 {
      let start = Instant(seconds: 20_000 * 86_400 + Int64(session) * 30_000)
      let calls = Self.session(session, at: start, &chance)
      var facts = AnomalyFacts(now: calls[calls.count - 1].time, zone: .utc)
      facts.calls = calls
      facts.sessionCalls = Array(sizes.suffix(200))
      found.formUnion(facts.anomalies().map(\.since))
      sizes.append(calls.count)
    }
    #expect(found.count <= Self.handful, "seed \(seed)")
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `a year of changing models within a usual mix is no switch`(_ seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    var days: [[SubjectUsage]] = []
    var found = 0
    for day in 0..<365 {
      let now = Instant(seconds: Int64(20_001 + day) * 86_400)
      days.append(Self.mixedDay(now.adding(milliseconds: -3_600_000), &chance))
      var facts = AnomalyFacts(now: now, zone: .utc)
      facts.recent = days[day]
      facts.before = Array(days[max(0, day - 28)..<day].joined())
      found += facts.anomalies().count
    }
    #expect(found <= Self.handful, "seed \(seed)")
  }

  /// Five to ninety calls, seconds apart, with a context that grows and is now and then cut.
  private static func session(_ number: Int, at start: Instant, _ chance: inout SplitMix64) -> [CallTrace] {
    let count = Int.random(in: 5...90, using: &chance)
    var time = start
    var input = 12_000.0
    return (0..<count).map { _ in
      time = time.adding(milliseconds: .random(in: 3_000...70_000, using: &chance))
      input = input > 150_000 ? 20_000 : input + .random(in: 200...4_000, using: &chance)
      return CallTrace(
        subject: ["session_id": "s\(number)", "agent": "coder"], time: time, input: input,
        output: .random(in: 50...2_000, using: &chance), cost: input / 1_000_000)
    }
  }

  /// Three models, of which the dearest takes up to a third of the work, and one call of fifty has no price.
  private static func mixedDay(_ hour: Instant, _ chance: inout SplitMix64) -> [SubjectUsage] {
    let shares = [
      ("small", 0.5, 1.0), ("large", .random(in: 0...0.5, using: &chance), 10.0), ("new", 0.05, 4.0),
    ]
    return shares.map { model, share, price in
      let tokens = share * .random(in: 1_000_000...9_000_000, using: &chance)
      let requests = (tokens / 20_000).rounded()
      return SubjectUsage(
        subject: ["user_id": "ada", "agent": "coder", "model": model], hour: hour,
        usage: UsageFigures(
          cost: tokens * price / 1_000_000, tokens: tokens, requests: requests,
          unpriced: (requests / 50).rounded()))
    }
  }
}
