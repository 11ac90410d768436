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

/// How much of a limit is used at a time; amounts are in tokens, requests or picodollars, as the rule's metric is.
package struct LimitState: Sendable, Hashable {
  /// A part of what counts against a limit that leaves it at one time.
  package struct Slot: Sendable, Hashable {
    /// How much was used in it.
    package var used: Int128
    /// When none of it lies in the window any more.
    package var leaves: Instant

    /// Creates a stretch.
    package init(used: Int128, leaves: Instant) {
      self.used = used
      self.leaves = leaves
    }
  }

  /// The limit; its scope names the one that the state is of.
  package var rule: LimitRule
  /// What counts against it now.
  package var used: Int128
  /// What planned calls hold of it, those that end first before others.
  package var held: [Slot]
  /// When a calendar window begins again, or when all that a sliding one holds has left it; nil for a window
  /// that never does.
  package var resetsAt: Instant?
  /// The parts of a sliding window, oldest first; empty for any other.
  package var slots: [Slot]
  /// When the window began again by order, as far as that shortens it.
  package var reset: Instant?

  /// Creates a state.
  package init(rule: LimitRule, used: Int128, held: [Slot] = [], resetsAt: Instant?, slots: [Slot] = []) {
    self.rule = rule
    self.used = used
    self.held = held
    self.resetsAt = resetsAt
    self.slots = slots
  }

  /// What planned calls hold of it.
  package var reserved: Int128 { held.reduce(0) { $0 + $1.used } }

  /// What is used or held.
  package var taken: Int128 { used + reserved }

  /// What is left: never below zero.
  package var remaining: Int128 { max(0, rule.limit - taken) }

  /// Returns hundredths of a percent of the limit that are taken once `planned` is too, rounded down.
  package func basisPoints(planning planned: Int128 = 0) -> Int64 {
    guard rule.limit > 0 else { return 10_000 }
    return Int64(clamping: (taken + planned) * 10_000 / rule.limit)
  }

  /// Returns the level that the limit has once `planned` is taken too.
  package func level(planning planned: Int128 = 0, _ settings: LimitSettings) -> LimitLevel {
    let points = basisPoints(planning: planned)
    if points >= 10_000 { return .exceeded }
    if points >= settings.alertBasisPoints { return .alert }
    return points >= settings.warningBasisPoints ? .warning : .ok
  }

  /// Returns when `planned` will fit, or nil when waiting cannot help.
  ///
  /// - Parameter planned: How much is to be used; at least 1.
  package func whenFits(_ planned: Int128, now: Instant) -> Instant? {
    guard planned <= rule.limit else { return nil }
    if taken + planned <= rule.limit { return now }
    var left = taken
    // What leaves a sliding window, and what is held and not used after all.
    for slot in (slots + held).sorted(by: { $0.leaves < $1.leaves }) {
      left -= slot.used
      guard left + planned <= rule.limit else { continue }
      return resetsAt.map { rule.window.slides ? slot.leaves : min($0, slot.leaves) } ?? slot.leaves
    }
    return resetsAt
  }
}
