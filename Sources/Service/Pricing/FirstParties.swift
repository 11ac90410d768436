/// The well-known providers that make the models they sell.
package enum FirstParties {
  /// Their ids in the catalog, in alphabetical order.
  package static let all = [
    "anthropic", "deepseek", "google", "meta", "mistral", "moonshot", "openai", "perplexity", "xai",
  ]

  /// Those that make models for work of a kind: for text, makers of nothing else too.
  package static func makers(for kind: WorkKind) -> [String] { kind == .text ? all : all + specialists }

  private static let specialists = [
    "assemblyai", "black-forest-labs", "cohere", "deepgram", "elevenlabs", "jina", "voyage",
  ]
}
