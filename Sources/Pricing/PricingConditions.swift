package import CivilTime

/// What besides the quantities decides the price of a call.
package struct PricingConditions: Sendable, Hashable {
  /// When the call was made.
  package var at: Instant
  /// The tier that served it, such as `batch`; nil for the standard tier.
  package var serviceTier: String?
  /// The processing region or data zone, such as `eu`; nil when unknown.
  package var region: String?
  /// Request options by name: `quality`, `size`, `resolution`, `search_context`, `search_type`,
  /// `search_tool`, `cache_type`.
  package var options: [String: String]

  /// The prompt tokens that decide between long-context prices; nil for those of the usage itself. For many
  /// calls priced together: the prompt of one of them.
  package var promptTokens: Int64?

  /// Creates the conditions of a call.
  package init(
    at: Instant, serviceTier: String? = nil, region: String? = nil, options: [String: String] = [:],
    promptTokens: Int64? = nil
  ) {
    self.at = at
    self.serviceTier = serviceTier
    self.region = region
    self.options = options
    self.promptTokens = promptTokens
  }
}
