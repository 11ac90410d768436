import Testing

@testable import CivilTime

@Suite struct ZoneRuleTests {
  @Test(arguments: [
    // rule, the last instant before clocks go forward, what the wall shows then and a second later
    ("AAA3BBB,59,299", "2025-03-01T04:59:59Z", "2025-03-01T01:59:59-03:00", "2025-03-01T03:00:00-02:00"),
    ("AAA3BBB,59,299", "2028-02-29T04:59:59Z", "2028-02-29T01:59:59-03:00", "2028-02-29T03:00:00-02:00"),
    ("AAA3BBB,0/0,299", "2028-01-01T02:59:59Z", "2027-12-31T23:59:59-03:00", "2028-01-01T01:00:00-02:00"),
    ("AAA3BBB,J59,J299", "2028-02-28T04:59:59Z", "2028-02-28T01:59:59-03:00", "2028-02-28T03:00:00-02:00"),
    ("AAA3BBB,J60,J299", "2028-03-01T04:59:59Z", "2028-03-01T01:59:59-03:00", "2028-03-01T03:00:00-02:00"),
    ("AAA3BBB,M2.5.2,J299", "2028-02-29T04:59:59Z", "2028-02-29T01:59:59-03:00", "2028-02-29T03:00:00-02:00"),
    ("AAA3BBB,M2.5.2,J299", "2027-02-23T04:59:59Z", "2027-02-23T01:59:59-03:00", "2027-02-23T03:00:00-02:00"),
    (
      "AAA3BBB1,M3.1.0/-24,J299", "2027-03-06T02:59:59Z", "2027-03-05T23:59:59-03:00",
      "2027-03-06T02:00:00-01:00"
    ),
  ])
  func `clocks go forward at the end of the second`(
    _ footer: String, _ last: String, _ before: String, _ after: String
  ) throws {
    let zone = try Zone(identifier: "Test/Rule", tzif: TZifBuilder(footer: footer).bytes)
    let instant = try #require(Instant(rfc3339: last))
    #expect(instant.rfc3339(in: zone) == before)
    #expect(instant.adding(milliseconds: 1_000).rfc3339(in: zone) == after)
  }

  @Test func `daylight saving that never ends has no gap at New Year`() throws {
    // The example of RFC 9636, section 3.3.1: clocks stay four hours behind UTC.
    let zone = try Zone(identifier: "X", tzif: TZifBuilder(footer: "XXX3EDT4,0/0,J365/23").bytes)
    for hour in -48...48 {
      let instant = Instant("2028-01-01T03:00:00Z").adding(milliseconds: Int64(hour) * 3_600_000)
      #expect(zone.offset(at: instant) == -14_400)
      #expect(zone.offset(at: instant.adding(milliseconds: -1)) == -14_400)
    }
  }

  @Test func `a rule holds from the last change of the table on`() throws {
    let zone = Zone.made(
      TZifBuilder(
        changes: [(Instant("2026-05-01T00:00:00Z").seconds, 1)], offsets: [0, 7_200],
        footer: "CET-1CEST,M3.5.0,M10.5.0/3"))
    #expect(zone.offset(at: Instant("2026-04-30T23:59:59Z")) == 0)
    #expect(zone.offset(at: Instant("2026-05-01T00:00:00Z")) == 7_200)
    #expect(zone.offset(at: Instant("2026-12-01T00:00:00Z")) == 3_600)
    #expect(
      zone.span(containing: Instant("2026-06-01T00:00:00Z").seconds).start
        == Instant("2026-05-01T00:00:00Z").seconds)
  }
}
