package import CivilTime

/// How much of one of a vendor's own allowances is used, as the vendor says.
package struct VendorWindow: Sendable, Hashable {
  /// The program that says so, such as `codex`.
  package let source: String
  /// What the vendor calls it, such as `primary` or `five_hour`.
  package let name: String
  /// How long it is, in minutes, where that is said.
  package let minutes: Int64?
  /// How much is used, in hundredths of a percent.
  package let usedBasisPoints: Int64
  /// When it begins again.
  package let resetsAt: Instant?
  /// The plan of the subscription, where that is said.
  package let plan: String?
  /// When that was so.
  package let observedAt: Instant

  /// Creates a window.
  package init(
    source: String, name: String, minutes: Int64?, usedBasisPoints: Int64, resetsAt: Instant?, plan: String?,
    observedAt: Instant
  ) {
    self.source = source
    self.name = name
    self.minutes = minutes
    self.usedBasisPoints = usedBasisPoints
    self.resetsAt = resetsAt
    self.plan = plan
    self.observedAt = observedAt
  }
}
