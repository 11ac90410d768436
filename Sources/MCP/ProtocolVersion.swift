/// A revision of the Model Context Protocol, by its date.
package enum ProtocolVersion: String, Sendable, CaseIterable {
  case v2024_11_05 = "2024-11-05"
  case v2025_03_26 = "2025-03-26"
  case v2025_06_18 = "2025-06-18"
  case v2025_11_25 = "2025-11-25"
  case v2026_07_28 = "2026-07-28"
}
