import CivilTime
import Pricing
import TestSupport
import Testing

@Suite struct CostPropertyTests {
  private static let seed: UInt64 = 20_261_121

  @Test func `lines add up to the amount and none is negative`() throws {
    try forRandomCalls(20_000) { model, usage, conditions, label in
      guard let cost = try model.cost(of: usage, under: conditions) else { return }
      let lines = cost.lines.compactMap(\.amount).reduce(Money.zero, +)
      if let amount = cost.amount {
        #expect(lines == amount, "\(label)")
      } else {
        #expect(!cost.unpriced.isEmpty, "\(label)")
      }
      #expect(cost.lines.allSatisfy { $0.amount ?? .zero >= .zero }, "\(label)")
      #expect(cost.unpriced == cost.lines.filter { $0.amount == nil }.map(\.meter), "\(label)")
    }
  }

  @Test func `the order in which meters are counted does not matter`() throws {
    var random = SplitMix64(seed: Self.seed)
    try forRandomCalls(3_000) { model, usage, conditions, label in
      let shuffled = Usage(disjoint: usage.entries.map { ($0.meter, $0.quantity) }.shuffled(using: &random))
      let costs = try [usage, shuffled].map { try model.cost(of: $0, under: conditions) }
      #expect(costs[0] == costs[1], "\(label)")
    }
  }

  @Test func `meters priced alone add up to the whole but for rounding`() throws {
    try forRandomCalls(5_000) { model, usage, conditions, label in
      // Thresholds look at all tokens together, and requests and estimates at the call as a whole.
      var usage = usage
      usage[.request] = 0
      guard usage.inputTokens <= 30_000, let whole = try model.cost(of: usage, under: conditions)?.amount
      else { return }
      guard whole < Cost.largestAmount, usage.totalTokens > 0 else { return }
      var sum = Money.zero
      for entry in usage.entries where entry.meter.isToken {
        let part = Usage(disjoint: [(entry.meter, entry.quantity), (.request, 0)])
        sum += try model.cost(of: part, under: conditions)?.amount ?? .zero
      }
      var tokens = Usage(disjoint: usage.entries.filter(\.meter.isToken).map { ($0.meter, $0.quantity) })
      tokens[.request] = 0
      let ofTokens = try #require(try model.cost(of: tokens, under: conditions)?.amount)
      for entry in usage.entries where !entry.meter.isToken && entry.meter != .request {
        let together = tokens + Usage(disjoint: [(entry.meter, entry.quantity)])
        sum += try #require(try model.cost(of: together, under: conditions)?.amount) - ofTokens
      }
      #expect((sum - whole).picodollars.magnitude <= UInt128(usage.entries.count + 2), "\(label)")
    }
  }

  @Test func `twice the quantity costs twice as much but for rounding`() throws {
    try forRandomCalls(5_000) { model, usage, conditions, label in
      guard usage.inputTokens <= 15_000, usage[.audioSecondIn] >= 10_000 || usage[.audioSecondIn] == 0 else {
        return
      }
      var usage = usage
      usage[.request] = 1
      guard let once = try model.cost(of: usage, under: conditions)?.amount,
        let twice = try model.cost(of: usage + usage, under: conditions)?.amount
      else { return }
      #expect((once + once - twice).picodollars.magnitude <= 1, "\(label)")
    }
  }

  /// Runs `check` on random calls of random models of the catalog, mostly counted in what the model prices.
  private func forRandomCalls(
    _ count: Int, check: (Model, Usage, PricingConditions, String) throws -> Void
  ) throws {
    var random = SplitMix64(seed: Self.seed)
    let models = try PriceRegistry(files: PriceFolder.files).allModels()
    let tiers: [String?] = [nil, nil, "batch", "flex", "priority", "fast"]
    let regions: [String?] = [nil, nil, "eu", "us", "global"]
    for _ in 0..<count {
      let model = models[Int.random(in: models.indices, using: &random)]
      let isLong = Int.random(in: 0..<4, using: &random) == 0
      var meters = model.prices.flatMap { $0.prices.map(\.meter) } + [.input, .output, .cacheRead]
      meters.append(Meter.allCases[Int.random(in: Meter.allCases.indices, using: &random)])
      var usage = Usage()
      for meter in meters where Int.random(in: 0..<3, using: &random) > 0 {
        usage[meter] = Int64.random(in: 0...(isLong && meter.isToken ? 3_000_000 : 4_000), using: &random)
      }
      let time = Int64.random(in: 1_672_531_200_000...1_830_297_600_000, using: &random)
      let conditions = PricingConditions(
        at: Instant(milliseconds: time), serviceTier: tiers[Int.random(in: tiers.indices, using: &random)],
        region: regions[Int.random(in: regions.indices, using: &random)])
      try check(
        model, usage, conditions, "seed \(Self.seed): \(model.provider) \(model.id) \(usage) \(conditions)")
    }
  }
}
