import CivilTime
import Ledger
import Pricing

/// Finds caches whose writes cost more than their reads saved.
struct CacheReview {
  let prices: PriceRegistry
  /// The time whose prices hold.
  let at: Instant

  /// Returns at most one suggestion for each agent and model.
  func suggestions(_ cells: [WorkloadCell]) throws -> [Suggestion] {
    let written = cells.filter { $0.totals.tokens.cacheWrite > 0 || $0.totals.tokens.cacheRead > 0 }
    return try prices.callers(of: written).compactMap { caller, model, cells in
      let tokens = cells.reduce(into: Totals.zero) { $0 += $1.totals }.tokens
      guard tokens.cacheWrite > 0, let cost = amount(of: cells, on: model),
        let plain = amount(of: cells.map(Self.withoutCache), on: model), plain < cost
      else { return nil }
      let cache = UnusedCache(caller: caller, tokens: tokens, pricesOf: Zone.utc.date(at: at))
      return Suggestion(finding: .unusedCache(cache), saving: cost - plain)
    }
  }

  private func amount(of cells: [WorkloadCell], on model: Model) -> Money? {
    let workload = RecordedWorkload(cells, kind: .text, areNamed: true, tier: nil, now: at)
    guard case .amount(let amount) = workload.price(on: model) else { return nil }
    return amount
  }

  /// The same calls with everything cached as plain input.
  private static func withoutCache(_ cell: WorkloadCell) -> WorkloadCell {
    var cell = cell
    for meter in [Meter.cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h] where cell.usage[meter] > 0 {
      cell.usage[.input] += cell.usage[meter]
      cell.usage[meter] = 0
    }
    return cell
  }
}
