import CivilTime
import JSON
import Pricing
import Server
import Service
import Testing

/// Amounts in other currencies, of every tool that shows them.
@Suite struct CurrencyTests {
  private static let dollars: JSONObject = ["period": "all", "group_by": ["model"], "include": ["trend", "records"]]

  /// Calls of four months with odd amounts: one reported, one unpriced.
  private func bench(_ exchange: ExchangeRates = EmbeddedFiles.exchangeRates()) throws -> Bench {
    let bench = try Bench(exchange: exchange)
    let calls: [JSONObject] = [
      ["model": "gpt-4o-mini", "input_tokens": 7, "output_tokens": 3, "timestamp": "2026-11-20T09:00:00Z"],
      ["model": "gpt-4o", "input_tokens": 1_001, "output_tokens": 77, "timestamp": "2026-11-02T09:00:00Z"],
      [
        "model": "gpt-4o", "input_tokens": 13, "timestamp": "2026-09-15T09:00:00Z",
        "cost_usd": .decimal("0.000000000001"),
      ],
      ["model": "my-own", "input_tokens": 700, "timestamp": "2026-08-15T09:00:00Z"],
    ]
    for call in calls { try bench.call("record_usage", call) }
    return bench
  }

  private func question(_ currency: String, _ more: JSONObject = Self.dollars) -> JSONObject {
    var question = more
    question["currency"] = .string(currency)
    return question
  }

  /// The amounts under the members `names` of any depth, in order.
  private func amounts(_ value: JSONValue?, _ names: Set<String> = ["amount"]) -> [Money] {
    switch value {
    case .array(let values): values.flatMap { amounts($0, names) }
    case .object(let object):
      object.flatMap { name, value in
        names.contains(name) ? [Money(decimal: value.number?.lexeme ?? "")].compactMap(\.self) : amounts(value, names)
      }
    default: []
    }
  }

  /// The same answer without what a currency may change.
  private func bare(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): return .array(values.map(bare))
    case .object(let object):
      var rest = JSONObject()
      for (name, value) in object where !Self.changing.contains(name) { rest.append(name, bare(value)) }
      return .object(rest)
    default: return value
    }
  }
  private static let changing: Set<String> = [
    "exchange", "currency", "amount", "low", "expected", "high", "price_per_million", "price_each", "catalog",
    "reported", "fallback",
  ]

  @Test(arguments: ["USD", "usd"])
  func `dollars are dollars, with no rate`(_ code: String) throws {
    let bench = try bench()
    #expect(try bench.call("get_usage", question(code)) == bench.call("get_usage", Self.dollars))
  }

  @Test(arguments: ["KRW", "eur", "Jpy", "GBP", "CNY", "INR"])
  func `each amount of usage is that in dollars at one rate, and nothing else changes`(_ code: String) throws {
    let bench = try bench()
    let plain = try bench.call("get_usage", Self.dollars)
    let answer = try bench.call("get_usage", question(code))
    #expect(answer.at("exchange.date") == "2026-10-30")
    #expect(answer.at("currency") == .string(code.uppercased()))
    let rate = try #require(answer.at("exchange.rate")?.number?.lexeme)
    let date = try #require(bench.service.exchange.table.newestDate)
    let exchange = try #require(Exchange(currency: code, date: date, rate: rate))
    let converted = amounts(plain).map { exchange.amount(of: $0).decimal }
    #expect(amounts(answer).map(\.decimal) == converted)
    #expect(converted.count == 1 + 2 + plain.at("trend.points")!.each("cost.amount").compactMap(\.self).count + 3)
    #expect(bare(answer) == bare(plain))
  }

  @Test func `the kinds of a cost add up to it in any currency`() throws {
    let bench = try bench()
    for code in ["KRW", "EUR", "JPY"] {
      let cost = try bench.call("get_usage", question(code)).at("totals.cost")
      let parts = amounts(cost?.at("by_kind"), ["catalog", "reported", "fallback"])
      #expect(parts.count == 2)
      #expect(parts.reduce(.zero, +) == amounts(cost).first)
      #expect(cost?.at("by_kind.unpriced") == ["requests": 1, "tokens": 700])
    }
  }

  @Test(
    arguments: [
      (["period": "all"], "2026-10-30"), (["period": "this_month"], "2026-10-30"),
      (["since": "2026-09-01"], "2026-10-30"),
      (["since": "2026-08-01", "until": "2026-09-29"], "2026-08-31"),
      (["since": "2026-08-01", "until": "2026-09-30"], "2026-09-30"),
      (["since": "2026-08-01", "until": "2026-09-30T00:00:00Z"], "2026-08-31"),
      (["until": "2026-09-30T15:00:00Z", "timezone": "Asia/Seoul"], "2026-09-30"),
      (["until": "2026-09-29T15:00:00Z", "timezone": "Asia/Seoul"], "2026-08-31"),
      (["until": "2022-12-31"], "2023-01-31"), (["since": "2026-11-01", "until": "2027-11-01"], "2026-10-30"),
    ] as [(JSONObject, String)])
  func `the rate is that of the period's end, or today's while it runs on`(_ period: JSONObject, _ date: String) throws
  {
    let answer = try bench().call("get_usage", question("KRW", period))
    #expect(answer.at("exchange.date") == .string(date))
    let rate = EmbeddedFiles.exchangeRates().table.exchange(to: "KRW", on: try #require(.init(date)))?.rateText
    #expect(answer.at("exchange.rate") == .decimal(try #require(rate)))
  }

  @Test func `pages of groups and records are of one currency`() throws {
    let bench = try bench()
    var asked = question("KRW", ["period": "all", "group_by": ["day"], "limit": 2])
    let whole = try bench.call("get_usage", question("KRW", ["period": "all", "group_by": ["day"]])).at("groups")
    var groups = try bench.call("get_usage", asked).at("groups")?.array ?? []
    asked["cursor"] = try bench.call("get_usage", asked).at("next_cursor")
    groups += try bench.call("get_usage", asked).at("groups")?.array ?? []
    #expect(.array(groups) == whole && groups.count == 4)
    asked["currency"] = "EUR"
    #expect(try bench.failure("get_usage", asked).contains("does not belong to this question"))
  }

  @Test func `an estimate is converted with its bounds, prices and lines, which add up`() throws {
    let bench = try Bench()
    let call: JSONObject = [
      "model": "claude-sonnet-4.5", "input_tokens": 100_003, "cache_read_tokens": 33_331, "cache_write_tokens": 777,
      "meters": ["web_search": 1], "calls": 7,
    ]
    let plain = try bench.call("estimate_cost", call)
    for code in ["KRW", "EUR", "INR"] {
      let answer = try bench.call("estimate_cost", question(code, call))
      let names: Set<String> = ["low", "expected", "high", "amount", "price_per_million", "price_each"]
      let rate = try #require(answer.at("exchange.rate")?.number?.lexeme)
      let exchange = try #require(Exchange(currency: code, date: .init("2026-10-30")!, rate: rate))
      let cost = try #require(answer.at("cost")?.object)
      let lines = amounts(cost["lines"])
      #expect(lines.count == 5)
      #expect(lines.reduce(.zero, +).decimal == cost["amount"]?.number?.lexeme)
      #expect(cost["amount"] == cost["expected"] && cost["low"] != cost["high"])
      for (found, dollars) in zip(amounts(answer.at("cost"), names), amounts(plain.at("cost"), names)) {
        #expect((found.picodollars - exchange.amount(of: dollars).trillionths).magnitude <= 1)
      }
      #expect(answer.at("cost.currency") == .string(code))
      #expect(answer.at("exchange.date") == "2026-10-30")
      #expect(bare(answer) == bare(plain))
    }
  }

  @Test func `what has no price has none in any currency, but its rate`() throws {
    let answer = try Bench().call("estimate_cost", ["model": "my-own", "input_tokens": 5, "currency": "KRW"])
    #expect(answer.at("cost") == ["currency": "KRW", "kind": "unpriced"])
    #expect(answer.at("exchange") == ["rate": .decimal("1335.27"), "date": "2026-10-30"])
  }

  @Test func `models compare the same in any currency`() throws {
    let bench = try Bench()
    let workload: JSONObject = [
      "input_tokens": 1_000, "output_tokens": 2_000, "models": ["gpt-4", "gpt-4o", "gemini-2.0-flash"],
      "baseline": "gpt-4o",
    ]
    let plain = try bench.call("compare_models", workload)
    let answer = try bench.call("compare_models", question("krw", workload))
    #expect(answer.at("currency") == "KRW")
    #expect(
      answer.at("models")?.each("cost.amount") == [.decimal("1.201743"), .decimal("30.043575"), .decimal("200.2905")])
    #expect(answer.at("models.2.savings") == ["amount": .decimal("-170.246925"), "percent": .decimal("-566.66")])
    #expect(answer.at("exchange") == ["rate": .decimal("1335.27"), "date": "2026-10-30"])
    #expect(bare(answer) == bare(plain))
  }

  @Test func `an unknown currency is answered with those known and the nearest`() throws {
    let bench = try Bench()
    for (tool, question) in [
      ("get_usage", [:]), ("estimate_cost", ["model": "gpt-4o", "input_tokens": 1]),
      ("compare_models", ["input_tokens": 1]),
    ] as [(String, JSONObject)] {
      let failure = try bench.failure(tool, self.question("KRV", question))
      #expect(failure.contains("\"KRV\"") && failure.contains("Nearest known: KRW."))
      #expect(failure.contains("Known: USD, CNY, EUR, GBP, INR, JPY, KRW;") && failure.contains("exchange.json"))
    }
    for code in ["KR", "Bitcoin", "€"] { _ = try bench.failure("get_usage", question(code)) }
  }

  @Test func `own rates win from their first date on, and add currencies`() throws {
    let file =
      #"{"format": 1, "base": "USD", "rates": {"2026-09-30": {"KRW": "1400"}, "2026-11-01": {"VND": "26000.5"}}}"#
    let own = OwnPrices(
      files: { [OwnPriceFile(path: "/exchange.json") { Array(file.utf8) }] },
      faults: ExchangeFileCheck.firstProblem, refused: { Issue.record("\($0)") })
    let bench = try bench(EmbeddedFiles.exchangeRates(under: own))
    func exchange(_ code: String, until: String) throws -> JSONValue? {
      try bench.call("get_usage", question(code, ["until": .string(until)])).at("exchange")
    }
    #expect(try exchange("KRW", until: "2026-11-20") == ["rate": 1_400, "date": "2026-09-30"])
    #expect(try exchange("KRW", until: "2026-09-29")?.at("date") == "2026-08-31")
    #expect(try exchange("JPY", until: "2026-11-20")?.at("date") == "2026-10-30")
    #expect(try exchange("VND", until: "2025-01-01") == ["rate": .decimal("26000.5"), "date": "2026-11-01"])
  }

  @Test(arguments: [
    ("{}", "the whole: the member `format` is missing"),
    (#"{"format": 1, "base": "EUR", "rates": {}}"#, "/base: must be USD"),
    (#"{"format": 1, "base": "USD", "rates": {}}"#, "/rates: needs at least 1 member"),
    (
      #"{"format": 1, "base": "USD", "rates": {"2026-9-1": {"KRW": "1"}}}"#,
      #"/rates: may not have a member "2026-9-1""#
    ),
    (
      #"{"format": 1, "base": "USD", "rates": {"2026-09-01": {"krw": "1"}}}"#,
      #"/rates/2026-09-01: may not have a member "krw""#
    ),
    (#"{"format": 1, "base": "USD", "rates": {"2026-09-01": {"KRW": 1400}}}"#, "/rates/2026-09-01/KRW: must be a text"),
    (#"{"format": 1, "base": "USD", "rates": {"2026-09-01": {"KRW": "1,400"}}}"#, "/rates/2026-09-01/KRW: must match"),
  ])
  func `a fault in a file of rates is told with its place`(_ text: String, _ complaint: String) throws {
    let problem = try #require(ExchangeFileCheck.firstProblem(in: JSONParser.parse(Array(text.utf8))))
    #expect(PriceFileSentences.text(problem).hasPrefix(complaint), "\(PriceFileSentences.text(problem))")
  }
}
