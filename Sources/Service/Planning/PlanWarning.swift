package import Ledger

/// What the reader of an answer should know of how a planned call was reckoned.
package enum PlanWarning: Sendable, Hashable {
  /// About its price.
  case price(QuoteWarning)
  /// The length of the answer was not given.
  case output(AssumedOutput)
  /// The tokens of a text are estimated.
  case vocabulary(TokenShelf.Doubt)
  /// The tokens that a provider puts around messages are not counted.
  case framedMessages
  /// So many parts of the prompt hold no text.
  case uncountedParts(Int)
  /// It does not fit into the model's window, or may not.
  case context(ContextFit)
}

/// How long an answer is taken to be of which nothing was said.
package struct AssumedOutput: Sendable, Hashable {
  /// What it rests on.
  package enum Basis: Sendable, Hashable {
    /// Earlier calls of the model, or with `sameCaller` those with the same dimensions.
    case history(OutputHistory, sameCaller: Bool)
    /// Nothing: the count is an assumption.
    case nothing(EstimatedCount)
    /// Nothing, for models that may each have an answer of their own length.
    case nothingForAny(EstimatedCount)
  }

  /// What was said of it.
  package let given: CallPlan.Output
  /// What it rests on.
  package let basis: Basis
  /// Whether it is assumed too that no cache is used.
  package let assumesNoCache: Bool
  /// Whether standard service is assumed too.
  package let assumesStandardService: Bool

  init(_ plan: CallPlan, _ basis: Basis) {
    given = plan.output
    self.basis = basis
    assumesNoCache = !plan.counts.statesCache
    assumesStandardService = plan.serviceTier.isEmpty
  }
}
