import CivilTime
import JSON
import Pricing
import Server
import Service
import TestSupport
import Testing

@Suite struct SamePriceTests {
  @Test func `an estimate and a record of the same counts cost the same, over the whole catalog`() throws {
    let bench = try Bench()
    let models = try bench.service.prices.allModels()
    try forAll(seed: 11, count: 600) { random in
      Self.call(models[Int.random(in: models.indices, using: &random)], &random)
    } check: { call in
      let estimate = try bench.call("estimate_cost", call)
      let record = try bench.call("record_usage", call)
      return estimate.at("cost.amount") == record.at("cost.amount")
        && estimate.at("cost.lines") == record.at("cost.lines")
        && (estimate.at("cost.kind") ?? "catalog") == record.at("cost.kind")
        && estimate.at("priced_as") == record.at("priced_as")
        && estimate.at("tokens.input.count") == record.at("tokens.input")
        && estimate.at("tokens.output.count") == record.at("tokens.output")
    }
  }

  @Test func `the lines of every amount add up to it, to the picodollar`() throws {
    let bench = try Bench()
    let models = try bench.service.prices.allModels()
    var priced = 0
    try forAll(seed: 12, count: 600) { random in
      Self.call(models[Int.random(in: models.indices, using: &random)], &random)
    } check: { call in
      let cost = try bench.call("estimate_cost", call).at("cost")
      guard let amount = cost?.at("amount").flatMap(Self.money) else { return true }
      priced += 1
      let lines = try #require(cost?.at("lines")?.each("amount"))
      return lines.reduce(Money.zero) { $0 + ($1.flatMap(Self.money) ?? .zero) } == amount
    }
    #expect(priced > 200)
  }

  private static func money(_ value: JSONValue) -> Money? {
    value.number.flatMap { Money(decimal: $0.lexeme) }
  }

  /// Counts of a call of the model, of its own units half of the time.
  private static func call(_ model: Model, _ random: inout SplitMix64) -> JSONObject {
    var left = Int64.random(in: 0...400_000, using: &random)
    func part(_ random: inout SplitMix64) -> JSONValue {
      let part = Int64.random(in: 0...left, using: &random)
      left -= part
      return .number(JSONNumber(part))
    }
    let output = Int64.random(in: 0...50_000, using: &random)
    var call: JSONObject = [
      "model": .string(model.provider + "/" + model.id), "input_tokens": .number(JSONNumber(left)),
      "output_tokens": .number(JSONNumber(output)),
    ]
    for name in ["cache_read_tokens", "cache_write_tokens", "cache_write_1h_tokens"]
    where Bool.random(using: &random) {
      call[name] = part(&random)
    }
    let tiers = ["standard", "batch", "flex", "priority", "fast", "auto"]
    if Bool.random(using: &random) {
      call["service_tier"] = .string(tiers[Int.random(in: tiers.indices, using: &random)])
    }
    var meters = JSONObject()
    for (meter, _) in model.prices.first?.prices ?? [] where !meter.isToken && Bool.random(using: &random) {
      meters[meter.name] = .number(JSONNumber(Int64.random(in: 0...90, using: &random)))
    }
    if !meters.isEmpty { call["meters"] = .object(meters) }
    return call
  }
}
