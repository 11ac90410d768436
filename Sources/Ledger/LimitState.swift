package import CivilTime

/// How close a limit is.
package enum LimitLevel: String, Sendable, Comparable {
  case ok
  case warning
  case alert
  case exceeded

  package static func < (left: LimitLevel, right: LimitLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .ok: 0
    case .warning: 1
    case .alert: 2
    case .exceeded: 3
    }
  }
}

/// Where a limit stands at a time.
package struct LimitState: Sendable, Hashable {
  /// A stretch of a sliding window that leaves it at one time.
  package struct Slot: Sendable, Hashable {
    /// How much was used in it.
    package var used: Int64
    /// When none of it lies in the window any more.
    package var leaves: Instant
  }

  /// The limit.
  package var rule: LimitRule
  /// What counts against it now.
  package var used: Int64
  /// When a calendar window begins anew, or when all that a sliding one holds has left it.
  package var resetsAt: Instant
  /// The parts of a sliding window, oldest first; empty for a calendar window.
  package var slots: [Slot]

  /// What is left: never below zero.
  package var remaining: Int64 { max(0, rule.limit - used) }

  /// Returns hundredths of a percent of the limit that are used once `planned` is too, rounded down.
  package func basisPoints(planning planned: Int64 = 0) -> Int64 {
    guard rule.limit > 0 else { return 10_000 }
    let points = Int128(used + planned) * 10_000 / Int128(rule.limit)
    return Int64(clamping: points)
  }

  /// Returns the level that the limit has once `planned` is used too.
  package func level(planning planned: Int64 = 0, _ settings: LimitSettings) -> LimitLevel {
    let points = basisPoints(planning: planned)
    if points >= 10_000 { return .exceeded }
    if points >= settings.alertBasisPoints { return .alert }
    return points >= settings.warningBasisPoints ? .warning : .ok
  }

  /// Returns when `planned` will fit, or nil when waiting cannot help.
  ///
  /// - Parameter planned: How much is to be used; at least 1.
  package func whenFits(_ planned: Int64, now: Instant) -> Instant? {
    guard planned <= rule.limit else { return nil }
    if used + planned <= rule.limit { return now }
    guard rule.window.slides else { return resetsAt }
    var left = used
    for slot in slots {
      left -= slot.used
      if left + planned <= rule.limit { return slot.leaves }
    }
    return resetsAt
  }
}
