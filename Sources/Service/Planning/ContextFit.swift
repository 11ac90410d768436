import Ledger
import Pricing

/// Whether a call fits into the context window of its model.
package struct ContextFit: Sendable, Hashable {
  /// How it fits.
  package enum Verdict: Sendable, Hashable {
    case fits
    /// It may have as many tokens as that, which are too many.
    case mayNotFit(upTo: Int64)
    /// It has too many tokens for the window.
    case tooLong
    /// Its prompt is longer than the model takes.
    case promptTooLong(longest: Int64)
  }

  /// The model's id in the catalog.
  package let model: String
  /// How many tokens the window holds.
  package let window: Int64
  /// How many tokens the call has.
  package let tokens: Int64
  /// How it fits.
  package let verdict: Verdict

  /// Whether the call fits, as far as its expected counts tell.
  package var fits: Bool {
    switch verdict {
    case .fits, .mayNotFit: true
    case .tooLong, .promptTooLong: false
    }
  }

  /// Looks at a call; nil where no window is known.
  init?(_ call: PlannedCall) {
    guard let model = call.model, let window = model.contextWindow else { return nil }
    self.model = model.id
    self.window = window
    tokens = call.facts.usage.totalTokens
    let longest = model.maxInputTokens ?? window
    let most = call.highUsage.totalTokens
    if tokens > window {
      verdict = .tooLong
    } else if call.input.count > longest {
      verdict = .promptTooLong(longest: longest)
    } else {
      verdict = most > window ? .mayNotFit(upTo: most) : .fits
    }
  }
}
