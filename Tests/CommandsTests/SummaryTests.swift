import CivilTime
import JSON
import Logging
import Pricing
import TestSupport
import Testing

@testable import Commands
@testable import Ledger
@testable import Service

@Suite struct SummaryTests {
  @Test func `an empty ledger has nothing but a headline`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(world.run("summary", "--data-dir", folder.path, "--period", "today") == .success)
    #expect(
      world.printed == [
        """
        2026-11-18T00:00:00Z to 2026-11-19T00:00:00Z (UTC)
        0 requests in 0 sessions, 0 tokens in, 0 out, 0.00 USD
        """
      ])
    withExtendedLifetime(folder) {}
  }

  /// The totals of calls of which all but `unpriced` are billed by the catalog.
  private static func totals(_ requests: Int64, unpriced: Int64 = 0, _ tokens: (Int64, Int64), _ cost: String) -> Totals
  {
    var totals = Totals.zero
    totals.requests = requests
    totals.unpricedRequests = unpriced
    totals.tokens.input = tokens.0
    totals.tokens.output = tokens.1
    totals.cost = Money(decimal: cost) ?? .zero
    return totals
  }

  private static func report(
    _ all: Totals, unpriced: Totals? = nil, sessions: Int64 = 0, groups: [UsageGroup] = [],
    currency: AnswerCurrency = .dollars, next: UsagePosition? = nil
  ) throws -> UsageReport {
    let period = Period(
      since: Instant(rfc3339: "2026-11-01T00:00:00Z"), until: Instant(rfc3339: "2026-12-01T00:00:00Z"))
    return UsageReport(
      period: period, zone: .utc, currency: currency,
      totals: UsageTotals(all: all, byKind: unpriced.map { [.unpriced: $0] } ?? [:], sessions: sessions), session: nil,
      current: nil,
      groups: UsageGroups(
        keys: [.dimension(.model)], page: groups.map { UsageShare(group: $0, millionths: 0) }),
      trend: nil, records: nil, suggestions: nil, limits: nil, windows: nil, balance: nil, forecast: nil,
      anomalies: nil, next: next, warnings: [])
  }

  @Test func `groups are in columns, and what is unpriced is said`() throws {
    let unpriced = Self.totals(3, unpriced: 3, (10, 0), "0")
    let report = try Self.report(
      Self.totals(1234, unpriced: 3, (1_000_000, 7), "12.345"), unpriced: unpriced, sessions: 2,
      groups: [
        UsageGroup(key: ["gpt-5"], totals: Self.totals(1231, (999_990, 7), "12.345")),
        UsageGroup(key: [""], totals: unpriced),
      ], next: .groups(2))
    let wanted = """
      2026-11-01T00:00:00Z to 2026-12-01T00:00:00Z (UTC)
      1,234 requests in 2 sessions, 1,000,000 tokens in, 7 out, 12.35 USD
      3 calls have no known price and are not in the amount.

      model   requests    input  output  cost (USD)
      gpt-5      1,231  999,990       7       12.35
      (none)         3       10       0    unpriced
      """
    #expect(lineDifference(wanted, TerminalText.lines(SummaryText(report).lines)) == nil)
  }

  @Test func `where nothing has a price no amount is made up`() throws {
    let unpriced = Self.totals(1, unpriced: 1, (5, 0), "0")
    let text = TerminalText.lines(SummaryText(try Self.report(unpriced, unpriced: unpriced)).lines)
    #expect(text.contains("1 request in 0 sessions, 5 tokens in, 0 out, no amount known"))
    #expect(text.contains("1 call has no known price and is not in the amount."))
  }

  @Test(arguments: [
    ["--currency", "KRV"], ["--period", "often"], ["--group-by", "weather"], ["--timezone", "Mars/Olympus"],
    ["--since", "soon"],
  ])
  func `a question that has no answer is wrong usage`(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(CommandLineProgram.run(world.host(["summary", "--data-dir", folder.path] + words)) == .usage)
    #expect(world.notes.first?.contains(words[1]) == true)
    #expect(world.printed.isEmpty)
    withExtendedLifetime(folder) {}
  }

  @Test func `amounts in another currency are under their rate and its date`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(world.run("summary", "--data-dir", folder.path, "--period", "today", "--currency", "krw") == .success)
    #expect(
      world.printed == [
        """
        2026-11-18T00:00:00Z to 2026-11-19T00:00:00Z (UTC)
        0 requests in 0 sessions, 0 tokens in, 0 out, 0 KRW
        1 USD is 1335.27 KRW, the rate of 2026-10-30.
        """
      ])
    let day = try #require(CivilDate("2026-10-30"))
    let euros = AnswerCurrency(exchange: Exchange(currency: "EUR", date: day, rate: "2"))
    let totals = Self.totals(1, (5, 0), "1.5")
    let report = try Self.report(totals, groups: [UsageGroup(key: ["gpt-5"], totals: totals)], currency: euros)
    let text = TerminalText.lines(SummaryText(report).lines)
    #expect(text.contains("cost (EUR)") && text.contains("1 USD is 2 EUR, the rate of 2026-10-30."))
    #expect(text.contains("0 out, 3.00 EUR"))
    withExtendedLifetime(folder) {}
  }

  @Test func `own rates in the data folder are used, and a faulty file is left out and noted`() throws {
    let folder = try TemporaryFolder()
    func rate(_ file: String, in world: World) throws -> JSONValue? {
      world.files[folder.path + "/exchange.json"] = file
      #expect(world.run("summary", "--json", "--data-dir", folder.path, "--currency", "KRW") == .success)
      let answer = try JSONParser.parse(Array(try #require(world.printed.last).utf8)).object
      return answer?["exchange"]
    }
    let good = World()
    let own = #"{"format": 1, "base": "USD", "rates": {"2026-11-02": {"KRW": "1400.5"}}}"#
    #expect(try rate(own, in: good)?.object?["date"] == "2026-11-02")
    #expect(good.notes.isEmpty)
    let faulty = World()
    #expect(try rate(own.replacing("1400.5", with: "0"), in: faulty)?.object?["date"] == "2026-10-30")
    #expect(faulty.notes.count == 1)
    #expect(
      faulty.notes.first?.contains("\(folder.path)/exchange.json are not used: /rates/2026-11-02/KRW: must be") == true)
    withExtendedLifetime(folder) {}
  }

  @Test func `a folder that cannot be is an I/O error, a file of another kind bad data`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    let file = try folder.write("minutes of the meeting", to: "ledger.db")
    #expect(world.run("summary", "--data-dir", folder.path) == .badData)
    #expect(world.run("summary", "--data-dir", file + "/below") == .inputOutput)
    #expect(world.notes.count == 2)
    withExtendedLifetime(folder) {}
  }
}
