package import Pricing

// What a search takes a model to be for.
extension Model {
  /// Returns whether it is a model for work of a kind: for text one to talk with, which is none for sound or film unless
  /// that is wanted.
  package func does(_ work: WorkKind, withSound: Bool = false) -> Bool {
    switch work {
    case .special(let kind): self.kind == kind
    case .text:
      kind == .chat && inputModalities.contains("text") && outputModalities.contains("text")
        && !outputModalities.contains("video") && (withSound || !isForSound)
    }
  }

  private var isForSound: Bool {
    outputModalities.contains("audio") || (inputModalities.contains("audio") && !inputModalities.contains("image"))
  }

  /// Whether its name says that it is for trying out, or sold on terms of its own.
  package var isExperiment: Bool { hasWord(of: Self.experiments) }

  /// Whether its name says that it is for something narrower than talking: one customer's, one trade's, one tool's.
  package var isSpecialized: Bool { hasWord(of: Self.specialities) }

  /// Whether its name says that these are weights to run oneself, or that others serve: not the maker's own service.
  package var isWeights: Bool { hasWord(of: ["maas", "oss"]) }

  private static let experiments: Set<String> = [
    "alpha", "beta", "contributor", "exp", "experimental", "labs", "learnlm", "nightly",
  ]
  private static let specialities: Set<String> = [
    "cli", "cyber", "daybreak", "decider", "entities", "fim", "ft", "guard", "keyterm", "law", "moderation", "ocr",
    "redact", "research", "robotics", "rosalind", "router", "safeguard", "safety", "search", "translate",
  ]

  private func hasWord(of words: Set<String>) -> Bool {
    id.lowercased().split { !$0.isLetter }.contains { words.contains(String($0)) }
  }

  /// Returns why calls of these tokens do not fit, or cannot be known to; nil where they fit.
  package func obstacle(toCallsOf whole: Int64, prompt: Int64, output: Int64) -> Obstacle? {
    guard let contextWindow else { return .unknownContext }
    let fits =
      whole <= contextWindow && prompt <= maxInputTokens ?? .max && output <= maxOutputTokens ?? .max
    return fits ? nil : .context
  }
}
