/// The names of service tiers.
package enum ServiceTier {
  /// Every tier that a price may know, and standard service under its names.
  package static let names = [
    "standard", "batch", "flex", "priority", "fast", "ultrafast", "balanced", "default", "auto",
  ]

  /// Returns a tier that somebody names, as it is kept; nil for one that no price knows.
  package static func named(_ name: String) -> String? {
    names.contains(name.lowercased()) ? kept(name) : nil
  }

  /// Returns a tier as it is kept: in small letters, and empty for standard service, which is no tier.
  package static func kept(_ name: String?) -> String {
    switch name?.lowercased() {
    case nil, "standard", "default", "auto": ""
    case let name?: name
    }
  }
}
