package import Ledger

/// What would the same work cost on other models?
package struct ComparisonQuestion: Sendable {
  /// What is to be done.
  package enum Work: Sendable {
    /// A call like this, so many times.
    case given(CallPlan, calls: Int64)
    /// The recorded calls of a period; a service tier replaces theirs unless it is nil.
    case recorded(PeriodName, UsageFilter, serviceTier: String?)
  }

  /// What is to be done.
  package var work: Work
  /// The models to compare; none searches for them.
  package var models: [String] = []
  /// What narrows a search.
  package var search = ModelCriteria()
  /// The model against which savings are shown; nil for what else is known.
  package var baseline: String?
  /// The currency of the answer; nil for dollars.
  package var currency: String?
  /// How many models are shown.
  package var limit = 10

  /// Creates a question about all models that can do the work.
  package init(_ work: Work) { self.work = work }
}

/// What narrows a search for models.
package struct ModelCriteria: Sendable, Hashable {
  /// Something that can be demanded.
  package enum Kind: Sendable, Hashable, CaseIterable {
    case providers
    case capabilities
    case contextWindow
  }

  /// The providers to search; nil for well-known ones.
  package var providers: [String]?
  /// What models must be able to do.
  package var capabilities: [String]?
  /// The smallest context window.
  package var leastContextWindow: Int64?

  /// Creates criteria that every model meets.
  package init() {}

  /// What is demanded.
  var kinds: [Kind] {
    Kind.allCases.filter { kind in
      switch kind {
      case .providers: providers != nil
      case .capabilities: capabilities != nil
      case .contextWindow: leastContextWindow != nil
      }
    }
  }
}
