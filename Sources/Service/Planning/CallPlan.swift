package import Ledger
package import Pricing

/// What is said of a planned call: the same in every question about one, whoever asks it.
package struct CallPlan: Sendable {
  /// The text of a prompt, given in place of a count. It is counted and forgotten.
  package struct Prompt: Sendable {
    /// The texts, each of which is cut into tokens on its own.
    package var texts: [String]
    /// True for messages, around which a provider puts tokens of its own.
    package var isFramed: Bool
    /// How many parts hold no text, such as images.
    package var uncountedParts: Int

    /// Creates a prompt.
    package init(texts: [String], isFramed: Bool = false, uncountedParts: Int = 0) {
      self.texts = texts
      self.isFramed = isFramed
      self.uncountedParts = uncountedParts
    }
  }

  /// What is said of the length of the answer.
  package enum Output: Sendable, Hashable {
    /// How long it may become, be it nothing.
    case given
    /// Nothing.
    case left
    /// Nothing, next to other arguments that were filled in with nothing.
    case filledIn
  }

  /// The model to be called; empty when none is named.
  package var model = ""
  /// Who serves it; empty when that follows from the model.
  package var provider = ""
  /// `batch`, `flex` and so on; empty for standard service, which is assumed.
  package var serviceTier = ""
  /// The processing region; empty when not said.
  package var region = ""
  /// The prompt, where it is given as text.
  package var prompt: Prompt?
  /// The counts that were given. Of a cache nothing is assumed.
  package var counts = CallCounts()
  /// Whether the prompt's tokens were given as a number.
  package var statesInput = false
  /// Whether output was given, be it none.
  package var output = Output.left
  /// Whose call it is, and what for, by the names that were given.
  package var caller: [Dimension: String] = [:]

  /// Creates a plan of which nothing is said.
  package init() {}

  /// Whether nothing is said of how large the call is.
  package var isEmpty: Bool { prompt == nil && counts.isEmpty }

  /// Who serves the model; nil when that follows from it.
  package var seller: String? { provider.isEmpty ? nil : provider }

  /// Returns whether output is to be assumed, on models that answer in text: none was given for a prompt of these
  /// counts.
  package func leavesOutput(of usage: Usage) -> Bool {
    output != .given && usage.outputTokens == 0 && (usage.inputTokens > 0 || statesInput)
  }

  /// The calls whose answers tell the length of this one.
  var history: UsageFilter {
    let dimensions: [Dimension] = [.userID, .sessionID, .projectID, .agent, .mode, .operation]
    return UsageFilter(texts: caller.filter { dimensions.contains($0.key) })
  }
}
