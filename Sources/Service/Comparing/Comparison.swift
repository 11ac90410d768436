package import Ledger
package import Pricing

/// A workload priced on many models, cheapest first.
package struct Comparison: Sendable {
  /// A model that can do the work.
  package struct Entry: Sendable {
    /// Its name as asked for, or the catalog's.
    package let name: String
    /// The model.
    package let model: Model
    /// What the workload costs there.
    package let cost: Money
    /// Other models of the provider at the same cost.
    package internal(set) var others: [String] = []
    /// Whether the calls fit into its context window; nil where none is known.
    package let fitsContext: Bool?
    /// The cost over that of the cheapest that is not free, in thousandths; nil for a free model.
    package internal(set) var factorThousandths: Int64?
  }

  /// What savings are shown against.
  package struct Baseline: Sendable {
    /// What it is: a model by the name asked for, or nil for what was recorded.
    package let model: String?
    /// What the workload costs there.
    package let cost: Money

    /// Returns what is saved at `cost`, and how many hundredths of a percent of the baseline that is.
    package func savings(at cost: Money) -> (amount: Money, basisPoints: Int64) {
      let saved = self.cost - cost
      let points = self.cost.isZero ? 0 : saved.picodollars * 10_000 / self.cost.picodollars
      return (saved, Int64(clamping: points))
    }
  }

  /// What was compared.
  package let workload: WorkloadOutline
  /// The currency of the answer.
  package let currency: AnswerCurrency
  /// Every model that has a price, cheapest first.
  package let ranking: [Entry]
  /// The free models of a search.
  package let free: [Entry]
  /// Models asked for by name that have no price; nil for a search.
  package let unpriced: [String]?
  /// How many models a search has left out, by reason.
  package let leftOut: [LeftOut: Int]
  /// How many models of each list are shown.
  package let limit: Int
  /// What savings are shown against.
  package let baseline: Baseline?
  /// What to know of how it was compared.
  package let warnings: [ComparisonWarning]

  /// How many models were compared.
  package var compared: Int { (ranking + free).reduce(0) { $0 + 1 + $1.others.count } }
}

/// What is compared, as answers show it.
package enum WorkloadOutline: Sendable {
  /// The counts of one call, and how many there are.
  case given(input: Int64, output: Int64, calls: Int64)
  /// What recorded calls add up to.
  case recorded(Totals)
}
