import TestSupport
import Testing

@testable import CivilTime

@Suite struct ZoneTests {
  @Test func `UTC has no offset and ends with Z`() {
    #expect(Zone.utc.isUTC)
    #expect(Zone.utc.offset(at: Instant(seconds: 1_000_000_000)) == 0)
    #expect(Zone.utc.start(of: .day("2026-11-21")) == Instant("2026-11-21T00:00:00Z"))
    #expect(Zone.fixed(offset: 0).isUTC)
    #expect(!Zone.fixed(offset: 1).isUTC)
  }

  @Test(
    .enabled(if: SystemZones.areInstalled),
    arguments: [
      // zone, day, its first instant
      ("Asia/Seoul", "2026-11-21", "2026-11-21T00:00:00+09:00"),
      ("Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00"),
      ("Europe/Berlin", "2026-03-30", "2026-03-30T00:00:00+02:00"),
      // Clocks went from 24:00 to 01:00.
      ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),
      ("America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00"),
      // Clocks go from 01:00 back to 00:00: of two midnights the first.
      ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"),
      // Clocks went from 24:00 back to 23:00: there is one midnight, the second.
      ("America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"),
      // 30 December 2011 was skipped whole.
      ("Pacific/Apia", "2011-12-29", "2011-12-29T00:00:00-10:00"),
      ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),
      ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"),
      ("Pacific/Kwajalein", "1993-08-21", "1993-08-22T00:00:00+12:00"),
      // Clocks went from 00:01 back to 23:01: of two midnights the first.
      ("America/St_Johns", "2010-11-07", "2010-11-07T00:00:00-02:30"),
      ("Asia/Kathmandu", "2026-01-01", "2026-01-01T00:00:00+05:45"),
      ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T00:00:00+11:00"),
      ("Africa/Casablanca", "2026-02-16", "2026-02-16T00:00:00+00:00"),
      ("Europe/Dublin", "2050-07-01", "2050-07-01T00:00:00+01:00"),
      ("Pacific/Kiritimati", "2100-01-01", "2100-01-01T00:00:00+14:00"),
    ])
  func `a day begins at its first instant`(_ name: String, _ day: String, _ start: String) throws {
    let zone = try SystemZones.library.zone(named: name)
    let date = try #require(CivilDate(day))
    #expect(zone.start(of: date).rfc3339(in: zone) == start)
  }

  @Test(
    .enabled(if: SystemZones.areInstalled),
    arguments: [
      (
        "Asia/Kathmandu", "2026-11-21T10:50:00+05:45", "2026-11-21T10:00:00+05:45",
        "2026-11-21T11:00:00+05:45"
      ),
      (
        "Australia/Eucla", "2026-11-21T10:00:00+08:45", "2026-11-21T10:00:00+08:45",
        "2026-11-21T11:00:00+08:45"
      ),
      (
        "America/New_York", "2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-04:00",
        "2026-11-01T01:00:00-05:00"
      ),
      (
        "America/New_York", "2026-11-01T01:30:00-05:00", "2026-11-01T01:00:00-05:00",
        "2026-11-01T02:00:00-05:00"
      ),
      (
        "America/New_York", "2026-03-08T01:59:59-05:00", "2026-03-08T01:00:00-05:00",
        "2026-03-08T03:00:00-04:00"
      ),
      // Clocks go back by half an hour, from 02:00 to 01:30.
      (
        "Australia/Lord_Howe", "2026-04-05T01:45:00+11:00", "2026-04-05T01:00:00+11:00",
        "2026-04-05T01:30:00+10:30"
      ),
      (
        "Australia/Lord_Howe", "2026-04-05T01:45:00+10:30", "2026-04-05T01:30:00+10:30",
        "2026-04-05T02:00:00+10:30"
      ),
      // And forward from 02:00 to 02:30.
      (
        "Australia/Lord_Howe", "2026-10-04T02:40:00+11:00", "2026-10-04T02:30:00+11:00",
        "2026-10-04T03:00:00+11:00"
      ),
    ])
  func `an hour begins on the clock of the zone`(
    _ name: String, _ instant: String, _ start: String, _ next: String
  ) throws {
    let zone = try SystemZones.library.zone(named: name)
    let moment = try #require(Instant(rfc3339: instant))
    #expect(zone.hourStart(containing: moment).rfc3339(in: zone) == start)
    #expect(zone.nextHourStart(after: moment).rfc3339(in: zone) == next)
  }

  @Test func `the wall shows day and time`() {
    let zone = Zone.fixed(offset: 20_700)
    let instant = Instant("2026-11-20T18:20:07.089Z")
    #expect(zone.date(at: instant) == .day("2026-11-21"))
    let time = zone.timeOfDay(at: instant)
    #expect([time.hour, time.minute, time.second, time.millisecond] == [0, 5, 7, 89])
    #expect(instant.rfc3339(in: zone) == "2026-11-21T00:05:07.089+05:45")
  }

  @Test(.enabled(if: SystemZones.areInstalled), arguments: SystemZones.names)
  func `days and hours tile the line of time`(_ name: String) throws {
    let zone = try SystemZones.library.zone(named: name)
    let seed: UInt64 = 2_026
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let instant = Instant(milliseconds: .random(in: -60_000_000_000...2_900_000_000_000, using: &random))
      let date = zone.date(at: instant)
      let comment: Comment = "seed \(seed), \(name), \(instant)"
      let start = zone.start(of: date)
      #expect(start <= instant, comment)
      // A whole day may be skipped; at the start the wall shows this day or the one after the gap.
      #expect(zone.date(at: start) == date, comment)
      #expect(zone.date(at: start.adding(milliseconds: -1)) < date, comment)
      #expect(start <= zone.start(of: date.adding(days: 1)), comment)
      let hour = zone.hourStart(containing: instant)
      let next = zone.nextHourStart(after: instant)
      #expect(hour <= instant && instant < next, comment)
      #expect(zone.hourStart(containing: next) == next, comment)
      #expect(zone.hourStart(containing: next.adding(milliseconds: -1)) == hour, comment)
      #expect(zone.nextHourStart(after: hour) == next, comment)
    }
  }

  @Test(.enabled(if: SystemZones.areInstalled), arguments: SystemZones.names)
  func `every day from 1970 to 2060 starts where the day before ends`(_ name: String) throws {
    let zone = try SystemZones.library.zone(named: name)
    var date = CivilDate.day("1970-01-01")
    var start = zone.start(of: date)
    while date < .day("2060-01-01") {
      let next = zone.start(of: date.adding(days: 1))
      let length = next.milliseconds - start.milliseconds
      let isOrdinary = length >= 20 * 3_600_000 && length <= 26 * 3_600_000
      let isSkipped = length == 0
      let isDoubled = length > 26 * 3_600_000 && length <= 48 * 3_600_000
      guard isOrdinary || isSkipped || isDoubled else {
        Issue.record("\(name) \(date): \(length) ms")
        return
      }
      // Stepping by the start of the next day meets every day but the skipped ones.
      if !isSkipped, zone.date(at: start) != date {
        Issue.record("\(name) \(date) starts on \(zone.date(at: start))")
        return
      }
      (date, start) = (date.adding(days: 1), next)
    }
  }
}
