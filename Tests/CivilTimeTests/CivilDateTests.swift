import TestSupport
import Testing

@testable import CivilTime

@Suite struct CivilDateTests {
  @Test func `every day of eight centuries follows the one before`() {
    var expected = (year: 1600, month: 1, day: 1, weekday: 6)
    let first = CivilDate.day("1600-01-01").daysSinceEpoch
    for number in first..<first + 8 * 36_525 {
      let date = CivilDate(daysSinceEpoch: number)
      guard date.year == expected.year, date.month == expected.month, date.day == expected.day,
        date.daysSinceEpoch == number, date.isoWeekday == expected.weekday
      else {
        Issue.record("day \(number) became \(date), expected \(expected)")
        return
      }
      let isLeap = expected.year % 400 == 0 || (expected.year % 4 == 0 && expected.year % 100 != 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      expected.day += 1
      expected.weekday = expected.weekday % 7 + 1
      if expected.day > lengths[expected.month - 1] {
        expected = (expected.year, expected.month + 1, 1, expected.weekday)
      }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1, expected.weekday) }
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
    ("0000-03-01", -719_468),
    ("0000-01-01", -719_528), ("9999-12-31", 2_932_896),
  ])
  func `known days have their number`(_ text: String, _ days: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.daysSinceEpoch == days)
    #expect(CivilDate(daysSinceEpoch: days) == date)
    #expect(date.description == text)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-11-2", "2026-11-211", "2026-13-01", "2026-00-01", "2026-02-29", "2026-11-00",
    "1900-02-29", "2026-04-31", "2026/11/21", " 2026-11-21", "2026-11-21 ", "+026-11-21", "-026-11-21",
    "２０２６-11-21", "2026-11-21T", "2026-1a-01",
  ])
  func `what is not exactly a day of the calendar is refused`(_ text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `months are added on the calendar and cut to its months`() {
    let end = CivilDate.day("2024-01-31")
    #expect(end.adding(months: 1) == .day("2024-02-29"))
    #expect(end.adding(months: 13) == .day("2025-02-28"))
    #expect(end.adding(months: -1) == .day("2023-12-31"))
    #expect(end.adding(months: -2) == .day("2023-11-30"))
    #expect(end.adding(months: 0) == end)
    #expect(CivilDate.day("2024-02-29").adding(months: -48) == .day("2020-02-29"))
  }

  @Test(arguments: 1...7)
  func `a week starts on its weekday, at most six days before`(_ weekday: Int) {
    for offset in 0..<14 {
      let date = CivilDate.day("2026-11-21").adding(days: offset)
      let start = date.startOfWeek(startingOn: weekday)
      #expect(start.isoWeekday == weekday)
      #expect(0..<7 ~= date.daysSinceEpoch - start.daysSinceEpoch)
    }
  }

  @Test func `known weekdays and firsts`() {
    #expect(CivilDate.day("2026-11-21").isoWeekday == 6)
    #expect(CivilDate.day("2026-11-21").startOfWeek(startingOn: 1) == .day("2026-11-16"))
    #expect(CivilDate.day("1969-12-28").isoWeekday == 7)
    #expect(CivilDate.day("2024-02-29").firstOfMonth == .day("2024-02-01"))
  }

  @Test func `arithmetic stops at the ends instead of trapping`() {
    let day = CivilDate.day("2026-11-21")
    #expect(day.adding(days: .max) == CivilDate(year: 999_999, month: 12, day: 31))
    #expect(day.adding(days: .min) == CivilDate(year: -999_999, month: 1, day: 1))
    #expect(day.adding(months: .max).year == 999_999)
    #expect(day.adding(months: .min).year == -999_999)
    #expect(CivilDate(daysSinceEpoch: .min).description == "-999999-01-01")
    #expect(CivilDate(year: 1_000_000, month: 1, day: 1) == nil)
    #expect(CivilDate(year: .min, month: 1, day: 1) == nil)
  }

  @Test func `order is that of the numbers`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2_000 {
      let left = Int.random(in: -400_000...400_000, using: &random)
      let right = Int.random(in: -400_000...400_000, using: &random)
      let dates = (CivilDate(daysSinceEpoch: left), CivilDate(daysSinceEpoch: right))
      #expect((dates.0 < dates.1) == (left < right), "seed 7: \(left), \(right)")
    }
  }
}
