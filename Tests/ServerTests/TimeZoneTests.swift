import CivilTime
import JSON
import Ledger
import Server
import Service
import Testing

@Suite(.enabled(if: MachineZones.arePresent, MachineZones.skipReason)) struct TimeZoneTests {
  @Test func `today is the day of the zone asked for`() throws {
    let bench = try Bench(at: "2026-11-21T16:00:00Z")
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-21T14:59:59.999Z"])
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-21T15:00:00Z"])
    let seoul = try bench.call("get_usage", ["period": "today", "timezone": "Asia/Seoul"])
    #expect(
      seoul.at("period") == [
        "since": "2026-11-22T00:00:00+09:00", "until": "2026-11-23T00:00:00+09:00", "timezone": "Asia/Seoul",
      ])
    #expect(seoul.at("totals.requests") == 1)
    #expect(try bench.call("get_usage", ["period": "today"]).at("totals.requests") == 2)
  }

  @Test
  func
    `the ledger's zone goes before the environment's and the machine's, and an unreadable one is passed over`()
    throws
  {
    func zone(_ ledger: String?, _ environment: String?, _ machine: String?) throws -> JSONValue? {
      try Bench {
        $0.configured[.timezone] = ledger
        $0.environmentZone = environment
        $0.machineZone = machine
      }.call("get_usage", [:]).at("period.timezone")
    }
    #expect(try zone("Asia/Seoul", "Europe/Berlin", "America/New_York") == "Asia/Seoul")
    #expect(try zone(nil, "Europe/Berlin", "America/New_York") == "Europe/Berlin")
    #expect(try zone(nil, "EST5EDT4,M3", "America/New_York") == "America/New_York")
    #expect(try zone(nil, nil, nil) == "UTC")
  }

  @Test func `the day on which clocks go back has 25 hours, each with its own offset`() throws {
    let bench = try Bench(at: "2026-11-21T12:00:00Z")
    try bench.record(everyHours: 1, from: "2026-11-01T00:30:00Z", count: 48)
    let answer = try bench.call(
      "get_usage",
      [
        "since": "2026-11-01", "until": "2026-11-01", "timezone": "America/New_York", "include": ["trend"],
        "group_by": ["hour"],
        "order_by": "key",
      ])
    #expect(answer.at("period.since") == "2026-11-01T00:00:00-04:00")
    #expect(answer.at("period.until") == "2026-11-02T00:00:00-05:00")
    #expect(answer.at("trend.interval") == "hour")
    #expect(answer.at("trend.points")?.array?.count == 25)
    #expect(
      answer.at("groups")?.each("key.hour")[1...2] == ["2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00"])
  }

  @Test func `the day on which clocks go forward has 23 hours, and one may begin after midnight`() throws {
    let bench = try Bench()
    try bench.record(everyHours: 1, from: "2026-03-28T00:30:00Z", count: 60)
    let berlin = try bench.call(
      "get_usage",
      [
        "since": "2026-03-29", "until": "2026-03-29", "timezone": "Europe/Berlin", "include": ["trend"],
      ])
    #expect(berlin.at("trend.points")?.array?.count == 23)
    let cairo = try bench.call(
      "get_usage", ["since": "2026-04-24", "until": "2026-04-24", "timezone": "Africa/Cairo"])
    #expect(cairo.at("period.since") == "2026-04-24T01:00:00+03:00")
  }

  @Test func `days of zones off the hour are whole`() throws {
    let bench = try Bench(at: "2026-11-21T18:20:00Z")
    for time in [
      "2026-11-20T18:14:59Z", "2026-11-20T18:15:00Z", "2026-11-21T18:14:59Z", "2026-11-21T18:15:00Z",
    ] {
      try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": .string(time)])
    }
    let answer = try bench.call("get_usage", ["period": "yesterday", "timezone": "Asia/Kathmandu"])
    #expect(answer.at("totals.requests") == 2)
  }

  @Test(
    arguments: [
      ("2026-11-01", "2026-11-02", "hour", 49), ("2026-11-01", "2026-11-03", "day", 3),
      ("2026-11-03T00:00:00-05:00", "2026-11-05T00:00:00-05:00", "hour", 48),
      ("2026-11-03T00:00:00-05:00", "2026-11-05T00:30:00-05:00", "day", 3),
      ("2026-09-01", "2026-12-01", "day", 92), ("2026-09-01", "2026-12-02", "month", 4),
    ] as [(String, String, String, Int)])
  func `a trend goes by the hour up to two days, by the day up to 92, otherwise by the month`(
    _ since: String, _ until: String, _ interval: String, _ count: Int
  ) throws {
    let bench = try Bench(at: "2027-01-01T00:00:00Z")
    let isShort = since >= "2026-11"
    try bench.record(
      everyHours: isShort ? 1 : 12, from: isShort ? "2026-10-31T00:15:00Z" : "2026-08-31T01:00:00Z", count: 200)
    let answer = try bench.call(
      "get_usage",
      [
        "since": .string(since), "until": .string(until), "timezone": "America/New_York",
        "include": ["trend"],
      ])
    #expect(answer.at("trend.interval")?.string == interval)
    #expect(answer.at("trend.points")?.array?.count == count)
  }
}

extension Bench {
  /// Records as many small calls, some hours apart.
  fileprivate func record(everyHours hours: Int64, from start: String, count: Int64) throws {
    let start = try #require(Instant(rfc3339: start))
    for index in 0..<count {
      let time = start.adding(milliseconds: index * hours * 3_600_000).rfc3339(in: .utc)
      try call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": .string(time)])
    }
  }
}

@Suite struct TrendTests {
  @Test func `a trend has the hours with usage, which add up to the totals`() throws {
    let bench = try Bench()
    for time in ["2026-11-21T00:00:00Z", "2026-11-21T05:59:59Z", "2026-11-21T06:00:00Z"] {
      try bench.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 1_000_000, "timestamp": .string(time)])
    }
    let answer = try bench.call("get_usage", ["period": "today", "include": ["trend"]])
    let points = try #require(answer.at("trend.points"))
    #expect(points.each("start") == ["00", "05", "06"].map { .string("2026-11-21T\($0):00:00Z") })
    #expect(points.each("requests") == [1, 1, 1])
    #expect(points.at("1.cost") == ["amount": .decimal("2.5")])
    #expect(points.at("2.tokens.input") == 1_000_000)
  }

  @Test func `a trend of everything begins with the first record's day`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-18T10:00:00Z"])
    let answer = try bench.call("get_usage", ["period": "all", "include": ["trend"]])
    #expect(answer.at("period.since") == "2026-11-18T00:00:00Z")
    #expect(answer.at("trend.interval") == "hour")
  }

  @Test func `a trend of centuries is refused, with what to do`() throws {
    let message = try Bench().failure(
      "get_usage", ["since": "0001-01-01", "until": "2026-11-21", "include": ["trend"]])
    #expect(message.contains("`trend`") && message.contains("narrow"))
  }
}
