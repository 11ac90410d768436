/// The rules by which one request is answered.
enum Era: Sendable, Hashable {
  /// Those of the revision that an `initialize` has chosen.
  case legacy(ProtocolVersion)
  /// Those of 2026-07-28, where each request stands for itself.
  case modern

  /// True for 2026-07-28.
  var isModern: Bool { self == .modern }
}
