import CivilTime
import Foundation
import Pricing
import TestSupport
import Testing

@Suite struct PriceCaseTests {
  @Test func `every public case costs what the sources' own code says`() throws {
    guard let file = SharedFolder.url("testdata/prices/cases.jsonl") else {
      print(SharedFolder.skipReason)
      return
    }
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let registry = PriceRegistry(files: PriceFolder.files)
    var failures: [String] = []
    for line in lines {
      if let failure = try PriceCase(line).failure(registry) { failures.append(failure) }
    }
    #expect(lines.count >= 1_506)
    #expect(failures.isEmpty, "\(failures.count) of \(lines.count): \(failures.prefix(10))")
  }
}

/// One line of the shared cases.
private struct PriceCase {
  let id: String
  let provider: String
  let model: String
  let totals: [Meter: Int64]
  let conditions: PricingConditions
  let expected: Money
  let tolerance: Double

  init(_ line: String) throws {
    let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let object = try #require(parsed as? [String: Any])
    id = try #require(object["id"] as? String)
    provider = try #require(object["provider"] as? String)
    model = try #require(object["model"] as? String)
    var totals: [Meter: Int64] = [:]
    for (name, value) in try #require(object["usage"] as? [String: Any]) {
      let meter = try #require(Meter(name: name))
      totals[meter] = try #require(value as? Int64) * meter.scale
    }
    self.totals = totals
    let date = try #require(ISO8601DateFormatter().date(from: object["at"] as? String ?? ""))
    conditions = PricingConditions(
      at: Instant(milliseconds: Int64(date.timeIntervalSince1970) * 1000),
      serviceTier: object["service"] as? String, region: object["region"] as? String,
      options: object["options"] as? [String: String] ?? [:])
    expected = try Self.rounded(try #require(object["expected_usd"] as? String))
    tolerance = Double(object["rel_tol"] as? String ?? "0") ?? 0
  }

  private static func rounded(_ text: String) throws -> Money {
    let parts = text.split(separator: ".")
    // Beyond 30 places nothing changes a picodollar: only cases with a tolerance have so many.
    let fraction = parts.count > 1 ? parts[1].prefix(30) : ""
    let significand = try #require(Int128(String(parts[0] + fraction)))
    return try #require(Money(rounding: significand, exponent: -fraction.count))
  }

  /// What is wrong; nil when the case holds, to the picodollar or within its tolerance of the larger amount.
  func failure(_ registry: PriceRegistry) throws -> String? {
    guard let model = try registry.resolve(model, provider: provider) else { return "\(id): no such model" }
    guard let cost = try model.cost(of: Usage(totals: totals), under: conditions) else {
      return "\(id): price unknown"
    }
    guard let amount = cost.amount else { return "\(id): unpriced \(cost.unpriced)" }
    let difference = (amount.picodollars - expected.picodollars).magnitude
    let allowed = tolerance * Double(max(amount, expected).picodollars)
    return Double(difference) <= allowed ? nil : "\(id): \(amount.decimal), not \(expected.decimal)"
  }
}
