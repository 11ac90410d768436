/// A revision of the Model Context Protocol, by its date.
package enum ProtocolVersion: String, Sendable, CaseIterable {
  case v2024_11_05 = "2024-11-05"
  case v2025_03_26 = "2025-03-26"
  case v2025_06_18 = "2025-06-18"
  case v2025_11_25 = "2025-11-25"
  case v2026_07_28 = "2026-07-28"

  /// The newest revision that begins with `initialize`.
  static let newestLegacy = v2025_11_25
  /// The newest revision, in which each request stands for itself.
  static let modern = v2026_07_28

  /// Returns the revision that answers an `initialize` asking for `requested`.
  static func negotiated(_ requested: String?) -> ProtocolVersion {
    guard let version = requested.flatMap(ProtocolVersion.init), version != modern else {
      return newestLegacy
    }
    return version
  }
}
