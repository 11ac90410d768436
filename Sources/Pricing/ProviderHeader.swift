/// What a price file says about its provider before its models.
package struct ProviderHeader: Sendable, Hashable {
  /// The provider's id, such as `openai`.
  package let id: String
  /// The name for people.
  package let name: String
  /// Other spellings of the id, lower case.
  package let aliases: [String]
  /// Host names of the API; `*` stands for any run of characters.
  package let apiHosts: [String]
  /// Where the prices are published.
  package let pricingURLs: [String]
  /// Providers whose models are tried when this one has no such model.
  package let fallback: [String]
  /// The day on which the file was made, `YYYY-MM-DD`; empty where it does not say.
  package let generated: String
  /// What may come before a model's id, lower case: what the file lists, then the provider's own spellings.
  let modelPrefixes: [[UInt8]]
  /// By what a bare model name shows that it is of this provider.
  let modelHints: [MatchRule]
}
