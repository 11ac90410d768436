import CivilTime
import Pricing
import Testing

@Suite struct UnknownPriceTests {
  @Test func `a counted meter without a price leaves the amount unknown`() throws {
    let model = try Model.acme(prices: #"[{"tokens": {"input": "1"}}]"#)
    let usage = Usage(disjoint: [(.input, 5), (.output, 1), (.webSearch, 2)])
    let cost = try #require(try model.cost(of: usage, under: .standard))
    #expect(cost.amount == nil)
    #expect(cost.unpriced == [.output, .webSearch])
    #expect(cost.lines.map(\.amount?.decimal) == ["0.000005", nil, nil])
    #expect(cost.lines.map(\.price) == [.perMillion("1"), nil, nil])
  }

  @Test func `zero is free and an empty period is not known`() throws {
    let usage = Usage(disjoint: [(.input, 5)])
    let free = try Model.acme(prices: #"[{"tokens": {"input": "0", "output": "0"}}]"#)
    #expect(try free.cost(of: usage, under: .standard)?.amount == .zero)
    let unknown = try Model.acme(prices: "[{}]")
    #expect(try unknown.cost(of: usage, under: .standard) == nil)
  }

  @Test func `tokens are not free where units are what is billed`() throws {
    let model = try Model.acme(prices: #"[{"units": {"query": {"usd": "2", "per": 1000}}}]"#)
    let cost = try model.cost(of: Usage(disjoint: [(.input, 900), (.query, 1)]), under: .standard)
    #expect(cost?.amount == nil)
    #expect(cost?.unpriced == [.input])
    #expect(cost?.lines.map(\.amount?.decimal) == [nil, "0.002"])
    let free = try Model.acme(prices: #"[{"tokens": {"input": "0"}, "units": {"query": {"usd": "2", "per": 1000}}}]"#)
    let stated = try free.cost(of: Usage(disjoint: [(.input, 900), (.query, 1)]), under: .standard)
    #expect(stated?.amount?.decimal == "0.002")
  }

  @Test func `citations cost nothing only where the price says so`() throws {
    let usage = Usage(disjoint: [(.citation, 900)])
    let silent = try Model.acme(prices: #"[{"tokens": {"input": "1", "output": "1"}}]"#)
    #expect(try silent.cost(of: usage, under: .standard)?.unpriced == [.citation])
    let free = try Model.acme(prices: #"[{"tokens": {"input": "1", "output": "1", "citation": "0"}}]"#)
    #expect(try free.cost(of: usage, under: .standard)?.amount == .zero)
  }

  @Test func `nothing is free in the whole catalog but what a price says is free`() throws {
    let models = try PriceRegistry(files: PriceFolder.files).allModels()
    for model in models {
      for period in model.prices where period.isKnown {
        let time = period.effectiveFrom.flatMap { Instant(rfc3339: $0.count == 10 ? $0 + "T00:00:00Z" : $0) }
        let conditions = PricingConditions(at: time ?? Instant(milliseconds: 0))
        for meter in Meter.allCases where meter != .request {
          let counts: [(Meter, Int64)] = [(meter, 1_000), (.request, 0)]
          let usage = Usage(disjoint: counts)
          guard let cost = try model.cost(of: usage, under: conditions), cost.amount == .zero else { continue }
          let isSaid = period.prices.contains { $0.price.usd == "0" }
          #expect(isSaid, "\(model.provider)/\(model.id) gives \(meter.name) away")
        }
      }
    }
  }

  @Test func `a million dollars is the most that a call may cost`() throws {
    let model = try Model.acme(
      prices: #"[{"tokens": {"input": "1000"}, "units": {"image": {"usd": "99", "per": 7}}}]"#)
    let most = try model.cost(of: Usage(disjoint: [(.input, 1_000_000_000)]), under: .standard)
    #expect(most?.amount == Cost.largestAmount)
    #expect(throws: PricingError.amountTooLarge) {
      try model.cost(of: Usage(disjoint: [(.input, 1_000_000_001)]), under: .standard)
    }
    #expect(throws: PricingError.amountTooLarge) {
      try model.cost(of: Usage(disjoint: [(.image, Usage.largestQuantity)]), under: .standard)
    }
    #expect(throws: PricingError.quantityOutOfRange(.input, -1)) {
      try model.cost(of: Usage(disjoint: [(.input, -1)]), under: .standard)
    }
  }
}
