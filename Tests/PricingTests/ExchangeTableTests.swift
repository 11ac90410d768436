import CivilTime
import Foundation
import JSON
import Pricing
import TestSupport
import Testing

@Suite struct ExchangeTableTests {
  private static func table(_ rates: String) throws -> ExchangeTable {
    try ExchangeTable(try JSONParser.parse(Array("{\"rates\": \(rates)}".utf8)))
  }

  private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  /// The rate of a currency on a day and its own date, such as `3 2026-03-01`.
  private static func found(_ table: ExchangeTable, _ currency: String, _ date: String) throws -> String? {
    try table.exchange(to: currency, on: day(date)).map { "\($0.rateText) \($0.date)" }
  }

  @Test func `the newest rate on or before a day holds, and before all of them the first`() throws {
    let table = try Self.table(
      #"{"2026-03-01": {"KRW": "3", "JPY": "30"}, "2026-01-01": {"KRW": "1"}, "2026-02-01": {"KRW": "2.50"}}"#)
    #expect(try Self.found(table, "KRW", "2026-02-28") == "2.5 2026-02-01")
    #expect(try Self.found(table, "KRW", "2026-03-01") == "3 2026-03-01")
    #expect(try Self.found(table, "KRW", "2030-01-01") == "3 2026-03-01")
    #expect(try Self.found(table, "KRW", "2020-01-01") == "1 2026-01-01")
    #expect(try Self.found(table, "JPY", "2026-01-15") == "30 2026-03-01")
    #expect(try Self.found(table, "EUR", "2026-01-15") == nil)
    #expect(table.currencies == ["JPY", "KRW"])
    #expect(table.newestDate?.description == "2026-03-01")
  }

  @Test func `own rates of a currency hold alone from the first of them on`() throws {
    let builtIn = try Self.table(
      #"{"2026-01-01": {"KRW": "1", "JPY": "10"}, "2026-02-01": {"KRW": "2"}, "2026-05-01": {"KRW": "5"}}"#)
    let own = try Self.table(#"{"2026-02-01": {"KRW": "2.2"}, "2026-03-01": {"KRW": "3.3", "VND": "26000"}}"#)
    let table = builtIn.under(own)
    #expect(try Self.found(table, "KRW", "2026-01-31") == "1 2026-01-01")
    #expect(try Self.found(table, "KRW", "2026-02-01") == "2.2 2026-02-01")
    #expect(try Self.found(table, "KRW", "2026-06-01") == "3.3 2026-03-01")
    #expect(try Self.found(table, "KRW", "2025-01-01") == "1 2026-01-01")
    #expect(try Self.found(table, "JPY", "2026-06-01") == "10 2026-01-01")
    #expect(try Self.found(table, "VND", "2026-01-01") == "26000 2026-03-01")
    #expect(builtIn.under(ExchangeTable()) == builtIn && ExchangeTable().under(own) == own)
  }

  @Test func `of any two tables the own one decides as it is said to`() throws {
    let start = try Self.day("2026-01-01")
    try forAll(
      seed: 51, count: 2_000,
      generate: { random in
        (0..<3).map { _ in
          Set((0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0...9, using: &random) })
        }
      }
    ) { days in
      func dated(_ days: Set<Int>, _ rate: (Int) -> Int) throws -> ExchangeTable {
        try Self.table(
          "{" + days.map { "\"\(start.adding(days: $0))\": {\"KRW\": \"\(rate($0))\"}" }.joined(separator: ",") + "}")
      }
      let table = try dated(days[0]) { $0 + 100 }.under(dated(days[1]) { $0 + 200 })
      return (-1...11).allSatisfy { day in
        let older = days[0].filter { $0 < days[1].min() ?? 99 }
        let wanted =
          days[1].filter { $0 <= day }.max().map { $0 + 200 } ?? older.filter { $0 <= day }.max().map { $0 + 100 }
          ?? older.min().map { $0 + 100 } ?? days[1].min().map { $0 + 200 }
        return table.exchange(to: "KRW", on: start.adding(days: day))?.rateText == wanted.map(String.init)
      }
    }
  }

  @Test(arguments: [
    (#"{"2026-02-30": {"KRW": "1"}}"#, "/rates/2026-02-30"),
    (#"{"2026-02-03": {"KRW": "0.0"}}"#, "/rates/2026-02-03/KRW"),
    (#"{"2026-02-03": {"USD": "1"}}"#, "/rates/2026-02-03/USD"),
    (#"{"2026-02-03": {"KRW": 1}}"#, "/rates/2026-02-03/KRW"),
  ])
  func `what a schema cannot refuse is refused with its place`(rates: String, place: String) throws {
    do {
      _ = try Self.table(rates)
      Issue.record("\(rates) was read")
    } catch PriceFileFault.Problem.invalid(let pointer, _) {
      #expect(pointer.description == place)
    }
  }

  @Test func `a faulty file is left out as a whole and told once; nothing is read before it is needed`() throws {
    var (reads, faults): (Int, [PriceFileFault]) = (0, [])
    let contents = [
      #"{"rates": {"2026-03-01": {"KRW": "3", "JPY": "0"}}}"#, #"{"rates": {"2026-04-01": {"KRW": "4"}}}"#, "{",
    ]
    let builtIn = try Self.table(#"{"2026-01-01": {"KRW": "1"}}"#)
    let rates = ExchangeRates(
      builtIn: {
        reads += 1; return builtIn
      },
      own: OwnPrices(
        files: { contents.enumerated().map { index, text in OwnPriceFile(path: "/\(index)") { Array(text.utf8) } } },
        faults: { _ in nil }, refused: { faults.append($0) }))
    #expect(reads == 0 && rates.refusals == [])
    for _ in 0..<2 {
      #expect(try Self.found(rates.table, "KRW", "2026-03-31") == "1 2026-01-01")
      #expect(try Self.found(rates.table, "KRW", "2026-04-01") == "4 2026-04-01")
    }
    #expect(reads == 1)
    #expect(faults.map(\.file) == ["/0", "/2"] && rates.refusals == faults)
  }
}
