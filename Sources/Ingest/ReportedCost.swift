import JSON
import Pricing

/// What providers say in their usage about the bill.
enum ReportedCost {
  /// Returns the dollars billed; nil where the usage does not say.
  ///
  /// OpenRouter: `cost`, and with the user's own key the upstream's bill on top. Perplexity: an object with
  /// the total. xAI: ticks of 1e-10 dollars.
  ///
  /// - Parameter isOpenRouter: Whether the provider or the response's id tells that OpenRouter answered.
  static func read(_ usage: UsageReader, isOpenRouter: Bool) throws(IngestError) -> Money? {
    if let ticks = try usage.count("cost_in_usd_ticks") {
      return Money(significand: Int128(ticks), exponent: -10)
    }
    if usage.object["cost"]?.object != nil { return try total(try usage.reader("cost")) }
    // Others may mean credits or their own currency by `cost`.
    guard isOpenRouter || usage.has("is_byok"), let cost = try usage.dollars("cost") else { return nil }
    guard usage.object["is_byok"]?.bool == true else { return cost }
    let upstream = try usage.reader("cost_details")?.dollars("upstream_inference_cost")
    return upstream.map { cost + $0 } ?? cost
  }

  private static func total(_ cost: UsageReader?) throws(IngestError) -> Money? {
    guard let cost, cost.text("currency").map({ $0.uppercased() == "USD" }) ?? true else { return nil }
    // While a stream runs, the object is there with zeros.
    guard let total = try cost.dollars("total_cost"), !total.isZero else { return nil }
    return total
  }
}
