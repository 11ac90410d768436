/// The well-known providers that make the models they sell.
enum FirstParties {
  /// Their ids in the catalog, in alphabetical order.
  static let all = [
    "anthropic", "deepseek", "google", "meta", "mistral", "moonshot", "openai", "perplexity", "xai",
  ]
}
