package import CivilTime

/// One model of one provider, as the catalog describes it.
package struct Model: Sendable, Hashable {
  /// The id in the provider's own spelling, unique within the provider.
  package let id: String
  /// Whether it stands for whatever else its provider has, and is none to choose: the catalog calls it `any`.
  package var isCatchAll: Bool { id == "any" }
  /// The provider's id and the model's own, such as `openai/gpt-4o`.
  package let path: String
  /// The name for people; the id where the catalog has none.
  package let name: String
  /// The provider's id, such as `openai`.
  package let provider: String
  /// What it is for.
  package let kind: ModelKind
  /// Whether it can still be called.
  package let lifecycle: Lifecycle
  /// The announced or past end of service, `YYYY-MM-DD`.
  package let retiresOn: String?
  /// Tokens of prompt and answer together.
  package let contextWindow: Int64?
  /// The longest prompt, only where it is smaller than the context window.
  package let maxInputTokens: Int64?
  /// The longest answer in tokens.
  package let maxOutputTokens: Int64?
  /// What it can do, by the names of the catalog such as `tools`; empty also where nobody said.
  package let capabilities: [String]
  /// What it takes: `text`, `image`, `audio`, `video`, `pdf`.
  package let inputModalities: [String]
  /// What it gives: `text`, `image`, `audio`, `video`, `embedding`, `score`.
  package let outputModalities: [String]
  /// Other exact names.
  package internal(set) var aliases: [String]
  /// The prices by time, oldest first, not overlapping.
  package let prices: [PricePeriod]
  /// The day on which the newest source carried the price, `YYYY-MM-DD`.
  package let lastVerified: String
  /// What a reader of the price should know.
  package let notes: String?

  /// Whether a model can be called.
  package enum Lifecycle: String, Sendable, CaseIterable {
    case active, deprecated, retired
  }

  /// Returns the prices that hold at `instant`; nil in a gap between periods.
  package func period(at instant: Instant) -> PricePeriod? {
    prices.first { $0.contains(instant) }
  }
}

/// What a model is for.
package enum ModelKind: String, Sendable, CaseIterable {
  case chat, completion, embedding, image, transcription, speech, realtime, rerank, moderation, ocr, video
  case search, decision, other
}
