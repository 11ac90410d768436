package import Ledger
import Pricing

/// In which order groups are shown.
package enum UsageOrder: String {
  case cost
  case tokens
  case requests
  case key

  /// Returns the groups, largest first, or by key; ties by key.
  package func sorted(_ groups: [UsageGroup]) -> [UsageGroup] {
    groups.sorted { left, right in
      let (a, b) = (rank(left.totals), rank(right.totals))
      return a == b ? left.key.lexicographicallyPrecedes(right.key, by: Self.precedes) : a > b
    }
  }

  /// By bytes: texts that Swift takes for equal would come in another order on each page.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private func rank(_ totals: Totals) -> Int128 {
    switch self {
    case .cost: totals.cost.picodollars
    case .tokens: Int128(totals.tokens.total)
    case .requests: Int128(totals.requests)
    case .key: 0
    }
  }
}
