import CivilTime
import Pricing
import Testing

@Suite struct CostTests {
  @Test func `each meter has a line with its price and amount`() throws {
    let model = try Model.acme(
      prices: #"[{"tokens": {"input": "2.5", "output": "10", "cache_read": "0.25"}}]"#)
    let cost = try #require(
      try model.cost(of: Usage(totals: [.input: 1_000, .cacheRead: 400, .output: 100]), under: .standard))
    #expect(cost.amount?.decimal == "0.0026")
    #expect(cost.lines.map(\.meter) == [.input, .output, .cacheRead])
    #expect(cost.lines.map(\.price) == [.perMillion("2.5"), .perMillion("10"), .perMillion("0.25")])
    #expect(cost.lines.map(\.amount?.decimal) == ["0.0015", "0.001", "0.0001"])
    #expect(cost.tier == nil && cost.period == nil && cost.unpriced.isEmpty)
  }

  @Test func `meters without a price of their own fall back to their parents`() throws {
    let model = try Model.acme(prices: #"[{"tokens": {"input": "1", "output": "2", "cache_write": "3"}}]"#)
    let usage = Usage(disjoint: [
      (.cacheWrite1h, 1), (.cacheWrite12h, 1), (.cacheWriteAudio, 1), (.cacheRead, 1), (.cacheReadAudio, 1),
      (.inputVideo, 1), (.outputReasoning, 1),
    ])
    let cost = try #require(try model.cost(of: usage, under: .standard))
    #expect(cost.amount?.decimal == "0.000014")
  }

  @Test func `the period of the call's own time is used, its end excluded`() throws {
    let model = try Model.acme(
      prices: """
        [{"effective_until": "2026-07-30", "tokens": {"input": "1"}},
         {"effective_from": "2026-07-30", "effective_until": "2026-08-01T12:30Z", "tokens": {"input": "2"}},
         {"effective_from": "2026-08-02T00:00:01Z", "tokens": {"input": "4"}}]
        """)
    let july30: Int64 = 1_785_369_600_000
    let times: [(Int64, String?, String?)] = [
      (july30 - 1, "0.000001", nil), (july30, "0.000002", "2026-07-30"),
      (july30 + 2 * 86_400_000 + 45_000_000, nil, nil), (july30 + 3 * 86_400_000 + 999, nil, nil),
      (july30 + 3 * 86_400_000 + 1_000, "0.000004", "2026-08-02T00:00:01Z"),
    ]
    for (time, amount, period) in times {
      let conditions = PricingConditions(at: Instant(milliseconds: time))
      let cost = try model.cost(of: Usage(disjoint: [(.input, 1)]), under: conditions)
      #expect(cost?.amount?.decimal == amount)
      #expect(cost?.period == period)
    }
  }

  @Test func `a long prompt reprices the whole call, cached tokens counting`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "1", "output": "2"},
          "overrides": [{"when": {"input_over": 100}, "tokens": {"input": "3"}},
                        {"when": {"service": ["priority", "fast"]}, "tokens": {"input": "5"}},
                        {"when": {"service": "batch", "input_over": 100}, "tokens": {"output": "7"}}]}]
        """)
    let short = Usage(disjoint: [(.input, 60), (.cacheRead, 40), (.output, 1)])
    let long = Usage(disjoint: [(.input, 60), (.cacheRead, 41), (.output, 1)])
    let expected: [(Usage, PricingConditions, String, String?)] = [
      (short, .standard, "0.000102", nil), (long, .standard, "0.000305", "input_over:100"),
      (short, .tier("fast"), "0.000502", "fast"),
      (long, .tier("priority"), "0.000507", "priority,input_over:100"),
      (long, .tier("batch"), "0.00031", "batch,input_over:100"), (short, .tier("batch"), "0.000102", nil),
    ]
    for (usage, conditions, amount, tier) in expected {
      let cost = try #require(try model.cost(of: usage, under: conditions))
      #expect(cost.amount?.decimal == amount)
      #expect(cost.tier == tier)
    }
  }

  @Test(
    arguments: [
      (nil, "0.000001", nil), ("global", "0.000001", nil), ("eu", "0.0000022", "region:eu"),
      ("us", "0.0000011", "region:us"),
    ] as [(String?, String, String?)])
  func `regions change prices and multiply the token cost alone`(
    region: String?, amount: String, tier: String?
  ) throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "1"}, "units": {"web_search": {"usd": "10", "per": 1000}},
          "overrides": [{"when": {"region": "eu"}, "tokens": {"input": "2"}}],
          "multipliers": [{"when": {"region": "non-global"}, "factor": "1.1"}]}]
        """)
    let conditions = PricingConditions(at: PricingConditions.standard.at, region: region)
    let cost = try #require(try model.cost(of: Usage(disjoint: [(.input, 1)]), under: conditions))
    #expect(cost.amount?.decimal == amount)
    #expect(cost.tier == tier)
    let search = try model.cost(of: Usage(disjoint: [(.webSearch, 2)]), under: conditions)
    #expect(search?.amount?.decimal == "0.02")
  }

  @Test func `calls priced together take the prices of one of their prompts`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "1"}, "overrides": [{"when": {"input_over": 100}, "tokens": {"input": "3"}}]}]
        """)
    var conditions = PricingConditions.standard
    conditions.promptTokens = 100
    let usage = Usage(disjoint: [(.input, 1_000)])
    #expect(try model.cost(of: usage, under: conditions)?.amount?.decimal == "0.001")
    conditions.promptTokens = 101
    #expect(try model.cost(of: usage, under: conditions)?.amount?.decimal == "0.003")
  }

  @Test func `hours of the day hold in UTC on their weekdays and wrap past midnight`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "1"}, "overrides": [{"tokens": {"input": "2"},
          "when": {"schedule": [{"hours_utc": ["01:00-04:00"], "weekdays": [1, 2, 3, 4, 5]},
                                {"hours_utc": ["23:00-00:30"]}]}}]}]
        """)
    let friday: Int64 = 1_795_132_800_000  // 2026-11-20T00:00:00Z
    let minutes: [(Int64, Bool)] = [
      (0, true), (29, true), (30, false), (60, true), (239, true), (240, false), (1379, false), (1380, true),
      (1440 + 60, false), (1440 + 10, true), (3 * 1440 + 60, true),
    ]
    for (minute, isPeak) in minutes {
      let conditions = PricingConditions(at: Instant(milliseconds: friday + minute * 60_000))
      let cost = try model.cost(of: Usage(disjoint: [(.input, 1)]), under: conditions)
      #expect(cost?.amount?.picodollars == (isPeak ? 2_000_000 : 1_000_000), "minute \(minute)")
      #expect(cost?.tier == (isPeak ? "schedule" : nil))
    }
  }

  @Test func `seconds are priced in thousandths, with their smallest quantity`() throws {
    let model = try Model.acme(
      prices: #"[{"units": {"audio_second_in": {"usd": "0.111", "per": 3600, "minimum": 10}}}]"#)
    let long = try #require(try model.cost(of: Usage(disjoint: [(.audioSecondIn, 60_500)]), under: .standard))
    #expect(long.amount?.decimal == "0.001865416667")
    let short = try #require(try model.cost(of: Usage(disjoint: [(.audioSecondIn, 1)]), under: .standard))
    #expect(short.amount?.decimal == "0.000308333333")
    #expect(short.lines[0].quantity == 1)
    #expect(short.lines[0].billedQuantity == 10_000)
    #expect(short.lines[0].price == .each(usd: "0.111", per: 3600))
  }

  @Test func `a price per request counts one call unless told otherwise`() throws {
    let model = try Model.acme(
      prices: #"[{"tokens": {"input": "1"}, "units": {"request": {"usd": "0.005"}}}]"#)
    var usage = Usage(disjoint: [(.input, 1)])
    #expect(try model.cost(of: usage, under: .standard)?.amount?.decimal == "0.005001")
    usage[.request] = 3
    #expect(try model.cost(of: usage, under: .standard)?.amount?.decimal == "0.015001")
    usage[.request] = 0
    #expect(try model.cost(of: usage, under: .standard)?.amount?.decimal == "0.000001")
  }

  @Test func `rules of thumb hold only where no tokens were counted`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "5", "output": "40"},
          "estimates": [{"unit": "image", "options": {"quality": "low"}, "usd": "0.011"},
                        {"unit": "image", "options": {"quality": "high"}, "usd": "0.167"}]}]
        """)
    var conditions = PricingConditions.standard
    let images = Usage(disjoint: [(.image, 2)])
    #expect(try model.cost(of: images, under: conditions)?.unpriced == [.image])
    conditions.options = ["quality": "high"]
    #expect(try model.cost(of: images, under: conditions)?.amount?.decimal == "0.334")
    let both = try model.cost(of: Usage(disjoint: [(.image, 2), (.output, 10)]), under: conditions)
    #expect(both?.amount?.decimal == "0.0004")
    #expect(both?.unpriced == [])
  }

  @Test func `the tokens of a prompt do not make the image free`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "5", "output": "40"}, "estimates": [{"unit": "image", "usd": "0.04"}]}]
        """)
    let cost = try model.cost(of: Usage(disjoint: [(.input, 1_000), (.image, 1)]), under: .standard)
    #expect(cost?.amount?.decimal == "0.045")
  }

  @Test func `the rules of thumb of several units add up`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"input": "5"},
          "estimates": [{"unit": "audio_second_in", "usd": "0.005", "per": 60},
                        {"unit": "video_second_in", "usd": "0.002", "per": 60}]}]
        """)
    let usage = Usage(disjoint: [(.audioSecondIn, 60_000), (.videoSecondIn, 60_000)])
    #expect(try model.cost(of: usage, under: .standard)?.amount?.decimal == "0.007")
  }

  @Test func `a period lists its prices, overrides and factors`() throws {
    let model = try Model.acme(
      prices: """
        [{"tokens": {"output": "2.5", "input": "1"}, "units": {"web_search": {"usd": "10", "per": 1000}},
          "overrides": [{"when": {"input_over": 100, "service": ["priority", "fast"]},
                         "tokens": {"input": "3"}}],
          "multipliers": [{"when": {"region": "eu"}, "factor": "1.1"}]}]
        """)
    let period = try #require(model.period(at: PricingConditions.standard.at))
    #expect(period.prices.map(\.meter) == [.input, .output, .webSearch])
    #expect(period.price(of: .output) == .perMillion("2.5"))
    #expect(period.price(of: .webSearch) == .each(usd: "10", per: 1000))
    #expect(period.price(of: .cacheRead) == nil)
    #expect(period.overrides.map(\.label) == ["priority/fast,input_over:100"])
    #expect(period.overrides[0].prices.map(\.price) == [.perMillion("3")])
    #expect(period.factors.map(\.label) == ["region:eu"])
    #expect(period.factors.map(\.factor) == ["1.1"])
  }
}
