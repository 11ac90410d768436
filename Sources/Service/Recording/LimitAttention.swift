package import Ledger

/// The limits on what was just recorded that are near or passed, with what nobody has heard of yet.
package struct LimitAttention: Sendable {
  /// The limits at warning or above, each once.
  package private(set) var limits: [LimitState] = []
  /// Those whose level has risen.
  package private(set) var alerts: [Alert] = []
  /// Why the limits could not be read.
  package private(set) var fault: (any Error)?

  /// Whether there is nothing to look at.
  package var isEmpty: Bool { limits.isEmpty && alerts.isEmpty && fault == nil }

  /// Looks at the limits on what was entered, and raises their alerts.
  init(_ entries: [RecordedEntry], _ service: LedgerService) {
    do {
      // Most ledgers take in many calls before there is a limit.
      guard try service.hasLimits else { return }
      limits = try Self.near(entries, service)
      if !limits.isEmpty { alerts = try service.raiseAlerts(for: limits) }
    } catch {
      // The call is entered: an answer that says otherwise would have it entered twice.
      fault = error
    }
  }

  private static func near(_ entries: [RecordedEntry], _ service: LedgerService) throws -> [LimitState] {
    var subjects: Set<LimitSubject> = []
    var near: [LimitState] = []
    for entry in entries {
      let subject = LimitSubject(entry.record.facts, entry.record.price)
      guard subjects.insert(subject).inserted else { continue }
      for state in try service.limitStates(for: subject) where state.level(service.settings.limits) > .ok {
        if !near.contains(state) { near.append(state) }
      }
    }
    return near
  }
}
