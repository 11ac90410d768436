/// Names of service tiers as providers write them.
enum ServiceTier {
  /// Returns our name of a provider's tier; nil where it says nothing.
  ///
  /// Names unknown here pass in lower case: a tier that is new prices as standard until the catalog has it.
  static func canonical(_ name: String?) -> String? {
    guard let name = name?.lowercased() else { return nil }
    switch name {
    case "default", "auto", "on_demand": return "standard"
    case "on_demand_flex": return "flex"
    case "on_demand_priority": return "priority"
    case "unspecified", "traffic_type_unspecified": return nil
    default: return name
    }
  }
}
