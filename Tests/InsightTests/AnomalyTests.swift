import CivilTime
import Insight
import TestSupport
import Testing

/// What is put into ordinary usage is found, and said as what it is.
struct AnomalyTests {
  private static let now = Instant(seconds: 20_080 * 86_400 + 16 * 3_600 + 600)

  @Test(arguments: Traffic.allCases, [1, 2, 3] as [UInt64])
  func `an hour far above all before is found with whose it is`(_ traffic: Traffic, _ seed: UInt64) throws {
    let hour = Self.now.adding(milliseconds: -2 * 3_600_000 - 600_000)
    var facts = Self.facts(traffic, seed: seed)
    let high = facts.series[0].hours.map(\.usage.cost).max() ?? 0
    let usage = UsageFigures(cost: 8 * high, tokens: 800_000 * high, requests: 500)
    facts.series[0].hours.removeAll { $0.start == hour }
    facts.series[0].hours.append(HourUsage(start: hour, usage: usage))
    facts.recent = [SubjectUsage(subject: ["user_id": "ada", "agent": "crawler"], hour: hour, usage: usage)]
    let anomalies = facts.anomalies()
    let anomaly = try #require(anomalies.first, "seed \(seed)")
    #expect(anomalies.count == 1 && anomaly.kind == .spend && anomaly.severity == .critical)
    #expect(anomaly.since <= hour && anomaly.until > hour, "seed \(seed)")
    #expect(anomaly.measure == .dollarsPerHour && anomaly.observed == 8 * high)
    #expect(anomaly.subject == ["user_id": "ada", "agent": "crawler"])
    #expect(try #require(anomaly.factor) > 8)
  }

  @Test func `a day far above all before is found though none of its hours is`() throws {
    var facts = Self.facts(.steady, seed: 4)
    let start = Self.now.adding(milliseconds: -16 * 3_600_000 - 600_000)
    let days = Dictionary(grouping: facts.series[0].hours) { $0.start.seconds / 86_400 }
    let day = days.values.map { $0.reduce(0) { $0 + $1.usage.cost } }.max() ?? 0
    facts.series[0].hours.removeAll { $0.start >= start }
    for hour in 0..<16 {
      let usage = UsageFigures(cost: day / 6, tokens: 1, requests: 1)
      facts.series[0].hours.append(
        HourUsage(start: start.adding(milliseconds: Int64(hour) * 3_600_000), usage: usage))
    }
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.measure == .dollarsPerDay && anomaly.since == start && anomaly.until == Self.now)
  }

  @Test func `usage without a price is watched by its tokens`() throws {
    var facts = Self.facts(.steady, seed: 5)
    facts.series[0].hours = facts.series[0].hours.map {
      HourUsage(start: $0.start, usage: UsageFigures(tokens: $0.usage.tokens, requests: 1))
    }
    let hour = Self.now.adding(milliseconds: -600_000)
    facts.series[0].hours.removeAll { $0.start == hour }
    facts.series[0].hours.append(HourUsage(start: hour, usage: UsageFigures(tokens: 1e9)))
    #expect(facts.anomalies().map(\.kind) == [.tokens])
  }

  @Test func `one of two users is found by a series of their own`() {
    let big = Self.facts(.steady, seed: 6).series[0]
    let own = UsageSeries(
      subject: ["user_id": "bob"],
      hours: big.hours.map {
        HourUsage(start: $0.start, usage: UsageFigures(cost: $0.usage.cost / 100, tokens: 1, requests: 1))
      } + [HourUsage(start: Self.now.adding(milliseconds: -25 * 60_000), usage: UsageFigures(cost: 3))])
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    facts.series = [big, own]
    #expect(facts.anomalies().map(\.subject) == [["user_id": "bob"]])
  }

  @Test func `the figures of an anomaly are those of whom it names, and not of all`() throws {
    let hour = Self.now.adding(milliseconds: -2 * 3_600_000 - 600_000)
    var facts = Self.facts(.steady, seed: 3)
    let high = facts.series[0].hours.map(\.usage.cost).max() ?? 0
    facts.series[0].hours.removeAll { $0.start == hour }
    facts.series[0].hours.append(HourUsage(start: hour, usage: UsageFigures(cost: 10 * high, tokens: 1, requests: 10)))
    facts.recent = [("crawler", 9.0), ("coder", 1)].map {
      SubjectUsage(subject: ["agent": $0], hour: hour, usage: UsageFigures(cost: $1 * high, tokens: 1, requests: 5))
    }
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.subject == ["agent": "crawler"])
    #expect(abs(anomaly.observed - 9 * high) < 1e-9 && abs(anomaly.cost - 9 * high) < 1e-9)
    #expect(anomaly.usualSubject == [:])
  }

  @Test func `times of next to nothing are no times`() throws {
    let hour = Self.now.adding(milliseconds: -2 * 3_600_000 - 600_000)
    var facts = Self.facts(.steady, seed: 3)
    facts.series[0].hours.removeAll { $0.start == hour }
    facts.series[0].hours.append(HourUsage(start: hour, usage: UsageFigures(cost: 1e6, tokens: 1, requests: 10)))
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.usual > 0 && anomaly.factor == nil)
  }

  @Test(arguments: [false, true])
  func `a loop is found, whether its context grows or stays`(_ grows: Bool) throws {
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    facts.sessionCalls = Array(repeating: 12, count: 30)
    facts.calls = (0..<120).map { Self.call($0, of: 120, grows: grows) }
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.kind == .loop && anomaly.observed == 120 && anomaly.severity == .critical)
    #expect(anomaly.subject["agent"] == "crawler" && abs(anomaly.cost - 2.4) < 1e-9)
    #expect(anomaly.since == facts.calls[0].time)
  }

  @Test func `many calls of all sizes with pauses between them are no loop`() {
    var chance = SplitMix64(seed: 9)
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    facts.sessionCalls = Array(repeating: 12, count: 30)
    for index in 0..<300 {
      var call = Self.call(index * 5, of: 1_500, grows: true)
      call.input = .random(in: 100...90_000, using: &chance)
      facts.calls.append(call)
    }
    #expect(facts.anomalies().isEmpty)
  }

  @Test func `a switch to a dearer model is found with both prices`() throws {
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    let usage = { (model: String, price: Double, requests: Double) in
      SubjectUsage(
        subject: ["user_id": "ada", "agent": "coder", "model": model],
        hour: Self.now.adding(milliseconds: -3_600_000),
        usage: UsageFigures(cost: price * requests / 100, tokens: requests * 10_000, requests: requests))
    }
    facts.before = [usage("small", 1, 900)]
    facts.recent = [usage("small", 1, 10), usage("large", 8, 40)]
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.kind == .dearerModel && anomaly.subject["model"] == "large")
    #expect(abs(anomaly.observed - 8) < 1e-9 && abs(anomaly.usual - 1) < 1e-9)
    facts.before.append(usage("large", 8, 200))
    #expect(facts.anomalies().isEmpty)
  }

  @Test func `a share of calls that lost its price is found with the model`() throws {
    var facts = AnomalyFacts(now: Self.now, zone: .utc)
    let usage = { (model: String, unpriced: Double) in
      SubjectUsage(
        subject: ["user_id": "ada", "model": model], hour: Self.now,
        usage: UsageFigures(cost: 1, tokens: 1_000, requests: 40, unpriced: unpriced))
    }
    facts.before = [usage("known", 1)]
    facts.recent = [usage("known", 0), usage("unheard-of", 40)]
    let anomaly = try #require(facts.anomalies().first)
    #expect(anomaly.kind == .unpriced && anomaly.observed == 1 && anomaly.subject["model"] == "unheard-of")
    facts.before.append(usage("unheard-of", 40))
    #expect(facts.anomalies().isEmpty, "what was never priced is no news")
  }

  @Test func `too little to compare with is no anomaly`() {
    var facts = Self.facts(.steady, seed: 8)
    facts.series[0].hours = facts.series[0].hours.suffix(20)
    facts.series[0].hours.append(HourUsage(start: Self.now, usage: UsageFigures(cost: 1e6)))
    #expect(facts.anomalies().isEmpty)
    #expect(AnomalyFacts(now: Self.now, zone: .utc).anomalies().isEmpty)
  }

  /// One of `count` calls that follow each other by four seconds up to now.
  private static func call(_ index: Int, of count: Int, grows: Bool) -> CallTrace {
    let time = now.adding(milliseconds: Int64(index - count) * 4_000)
    let input = grows ? 5_000 + 700 * Double(index) : 5_000
    let output = grows ? Double(index * 37 % 900) : 31
    return CallTrace(
      subject: ["session_id": "s", "agent": "crawler"], time: time, input: input, output: output, cost: 0.02)
  }

  private static func facts(_ traffic: Traffic, seed: UInt64) -> AnomalyFacts {
    var facts = AnomalyFacts(now: now, zone: .utc)
    let hours = traffic.hours(days: 81, from: 20_000, seed: seed).filter { $0.start < now }
    facts.series = [
      UsageSeries(
        subject: [:],
        hours: hours.map {
          HourUsage(
            start: $0.start, usage: UsageFigures(cost: $0.amount, tokens: $0.amount * 100_000, requests: 10))
        })
    ]
    return facts
  }
}
