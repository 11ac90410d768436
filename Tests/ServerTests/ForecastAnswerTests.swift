import CivilTime
import JSON
import Ledger
import Pricing
import Server
import Service
import Testing

/// `forecast` and `anomalies` of `get_usage`, end to end.
@Suite struct ForecastAnswerTests {
  /// Forty days with 1,000 tokens at ten and at twenty o'clock, up to noon of a Saturday.
  private func bench(onlyUser: String? = nil, limits: [LimitRule] = []) throws -> Bench {
    let bench = try Bench(onlyUser: onlyUser) { $0.limits.rules = limits }
    for day in 0..<40 as Range<Int64> {
      for hour in [10, 20] as [Int64] where day > 0 || hour == 10 {
        try record(bench, hoursAgo: day * 24 + 12 - hour, tokens: 1_000)
      }
    }
    try bench.service.ledger.commit()
    return bench
  }

  private func record(
    _ bench: Bench, hoursAgo: Int64, tokens: Int64, agent: String = "coder", model: String = "gpt-4o",
    cost: Money? = Money(picodollars: 2_500_000_000)
  ) throws {
    var usage = Usage()
    usage[.input] = tokens
    var facts = CallFacts(
      userID: "ada", source: "tool", model: model, usage: usage,
      timestamp: bench.clock.now.adding(milliseconds: -hoursAgo * 3_600_000))
    facts.agent = agent
    let price = AppliedPrice(
      provider: "openai", pricedAs: model, kind: cost == nil ? .unpriced : .catalog, cost: cost,
      catalogCost: cost,
      row: "")
    _ = try bench.service.ledger.record(RecordRequest(facts: facts, keys: []), pricing: { _ in price })
  }

  @Test func `an empty ledger says what is missing for a forecast`() throws {
    let answer = try Bench().call("get_usage", ["include": ["forecast", "anomalies"]])
    #expect(answer.at("forecast.too_little_history.days") == 0)
    #expect(answer.at("forecast.too_little_history.needed_days") == 7)
    #expect(
      answer.at("forecast.too_little_history.message")
        == .string(
          "Too little history for a forecast: 0 whole days since the first usage, 0 of them with usage; "
            + "it needs 7, 3 of them with usage."))
    #expect(answer.at("forecast.periods") == nil)
    #expect(answer.at("anomalies") == [])
  }

  @Test func `even days give an even forecast of the running day, week and month`() throws {
    let forecast = try #require(try bench().call("get_usage", ["include": ["forecast"]]).at("forecast"))
    #expect(forecast.at("estimate") == true)
    #expect(forecast.at("periods")?.each("period") == ["day", "week", "month"])
    #expect(
      forecast.at("periods")?.each("until") == [
        "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", "2026-12-01T00:00:00Z",
      ])
    let periods = forecast.at("periods")
    #expect(periods?.each("tokens.used") == [1_000, 11_000, 41_000])
    let whole: [Int64] = [2_000, 14_000, 60_000]
    for (index, expected) in whole.enumerated() {
      let tokens = try #require(periods?.at("\(index).tokens"))
      let middle = try #require(tokens.at("expected")?.number?.int64)
      let low = tokens.at("low")?.number?.int64 ?? middle
      let high = tokens.at("high")?.number?.int64 ?? middle
      #expect(low <= middle && middle <= high && abs(middle - expected) * 20 <= expected, "\(tokens)")
    }
    #expect(periods?.at("1.cost.used") == .decimal("0.0275"))
  }

  @Test func `what was used is what the totals of the period say, under the same filters`() throws {
    let bench = try bench()
    try record(bench, hoursAgo: 1, tokens: 5_555, agent: "writer")
    try bench.service.ledger.commit()
    for filter in [["agent": "coder"], [:]] as [JSONObject] {
      var question = filter
      question.append("include", ["forecast"])
      let forecast = try bench.call("get_usage", question).at("forecast")
      for (index, period) in ["today", "this_week", "this_month"].enumerated() {
        var question = filter
        question.append("period", .string(period))
        let totals = try bench.call("get_usage", question)
        #expect(forecast?.at("periods.\(index).tokens.used") == totals.at("totals.tokens.total"))
        #expect(forecast?.at("periods.\(index).cost.used") == totals.at("totals.cost.amount"))
      }
    }
    let writer = try bench.call("get_usage", ["agent": "writer", "include": ["forecast"]])
    #expect(writer.at("forecast.too_little_history.days") == 0)
  }

  @Test func `each limit is told when it will be used up, by all usage whatever the filter`() throws {
    let bench = try bench(limits: [.daily(1_500), .monthly(900_000), .minute(10)])
    for question in [["include": ["forecast"]], ["include": ["forecast"], "agent": "nobody"]] as [JSONObject] {
      let limits = try bench.call("get_usage", question).at("forecast.limits")
      #expect(limits?.each("id") == ["TOKEN_DAILY_LIMIT", "TOKEN_MONTHLY_LIMIT"])
      let text = try #require(limits?.at("0.expected")?.string)
      #expect(text.hasPrefix("2026-11-21T20:"))
      #expect(limits?.at("0.chance") == 1 || limits?.at("0.chance") == .decimal("0.99"))
      #expect(limits?.at("1.expected") == nil && limits?.at("1.chance") == 0)
      #expect(
        limits?.at("1.message") == "TOKEN_MONTHLY_LIMIT will probably hold until 2026-12-01T00:00:00Z.")
    }
  }

  @Test func `limits of one agent, one model, of cost and for ever are told by what they count`() throws {
    let cents = Money.picodollarsPerDollar / 100
    let limits = [
      LimitRule(id: "week", scope: .each(.agent), metric: .cost, window: .week, limit: 31 * cents / 10),
      LimitRule(id: "total", metric: .requests, window: .total, limit: 100),
      LimitRule(id: "hour", metric: .requests, window: .hour, limit: 100),
      LimitRule(id: "model", scope: .each(.model), metric: .tokens, window: .day, limit: 100),
    ]
    let question: JSONObject = ["agent": "coder", "model": "gpt-4o", "include": ["forecast"]]
    let bench = try bench()
    for limit in limits { try bench.service.ledger.setLimit(limit) }
    try bench.service.ledger.commit()
    let told = try bench.call("get_usage", question).at("forecast.limits")
    #expect(told?.each("id").compactMap { $0?.string }.sorted() == ["model", "total", "week"])
    let week = try #require(told?.array?.first { $0.at("id") == "week" })
    let total = try #require(told?.array?.first { $0.at("id") == "total" })
    #expect(week.at("scope") == "agent=coder")
    // 2.75 cents are used, and every call costs a quarter: the second one from now passes 3.1.
    #expect(week.at("expected")?.string?.hasPrefix("2026-11-22T") == true, "\(week)")
    // 79 calls were made, two a day follow.
    #expect(total.at("expected")?.string?.hasPrefix("2026-12-0") == true, "\(total)")
  }

  @Test func `who may not know the amounts of a limit is told no time of it`() throws {
    let forecast = try bench(onlyUser: "ada", limits: [.daily(1_500)])
      .call("get_usage", ["include": ["forecast"]]).at("forecast")
    #expect(forecast?.at("limits") == nil)
    #expect(forecast?.at("periods.0.tokens.used") == 1_000)
  }

  @Test func `usage without a price is forecast by its tokens alone`() throws {
    let bench = try Bench()
    for day in 0..<20 as Range<Int64> { try record(bench, hoursAgo: day * 24, tokens: 500, cost: nil) }
    try bench.service.ledger.commit()
    let period = try bench.call("get_usage", ["include": ["forecast"]]).at("forecast.periods.0")
    #expect(period?.at("tokens.used") == 500 && period?.at("cost") == nil)
  }

  @Test func `amounts of a forecast are in the currency asked for`() throws {
    let bench = try bench()
    let cost = { (currency: String) in
      let question: JSONObject = ["include": ["forecast"], "currency": .string(currency)]
      return try bench.call("get_usage", question).at("forecast.periods.2.cost")
    }
    #expect(try cost("EUR")?.at("used") != cost("USD")?.at("used"))
  }

  @Test func `ordinary usage has no anomalies, and a spike is told with its evidence`() throws {
    let bench = try bench()
    #expect(try bench.call("get_usage", ["include": ["anomalies"]]).at("anomalies") == [])
    try record(
      bench, hoursAgo: 1, tokens: 900_000, agent: "crawler", cost: Money(picodollars: 2_250_000_000_000))
    try bench.service.ledger.commit()
    let anomalies = try bench.call("get_usage", ["include": ["anomalies"]]).at("anomalies")
    #expect(anomalies?.array?.count == 1)
    #expect(anomalies?.at("0.kind") == "spend" && anomalies?.at("0.severity") == "critical")
    #expect(
      anomalies?.at("0.message")
        == .string(
          "Spending of 2.25 USD in an hour, 900 times the usual 0.0025 of all usage, by user_id \"ada\", agent \"crawler\", "
            + "model \"gpt-4o\"."))
    #expect(anomalies?.at("0.since") == "2026-11-21T11:00:00Z")
    #expect(anomalies?.at("0.evidence.factor") == 900)
    #expect(try bench.call("get_usage", ["agent": "coder", "include": ["anomalies"]]).at("anomalies") == [])
    let found = try bench.service.anomalies()
    #expect(found.map(LedgerService.sentence) == anomalies?.each("message").compactMap { $0?.string })
  }

  @Test func `a runaway loop is found among the newest calls`() throws {
    let bench = try Bench()
    for index in 0..<150 as Range<Int64> {
      try bench.call(
        "record_usage",
        [
          "model": "gpt-4o", "input_tokens": .number(JSONNumber(2_000 + 300 * index)), "agent": "crawler",
          "session_id": "s",
          "timestamp": .string(bench.clock.now.adding(milliseconds: index * 5_000).rfc3339(in: .utc)),
        ])
    }
    bench.clock.advance(seconds: 900)
    let anomaly = try bench.call("get_usage", ["include": ["anomalies"]]).at("anomalies.0")
    #expect(anomaly?.at("kind") == "loop" && anomaly?.at("evidence.observed") == 150)
    #expect(
      anomaly?.at("message")
        == .string(
          "150 calls without a pause, where up to 40 count as usual, by user_id \"ada\", agent \"crawler\", session_id \"s\"."
        ))
  }
}
