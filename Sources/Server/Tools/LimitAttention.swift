import JSON
import Ledger
import MCP
import Service

/// The limits on what was just recorded that are near or passed, with what nobody has heard of yet.
struct LimitAttention {
  /// The limits at warning or above, each once.
  private(set) var limits: [JSONValue] = []
  /// Sentences about those whose level has risen.
  private(set) var warnings: [String] = []

  /// Whether there is nothing to look at.
  var isEmpty: Bool { limits.isEmpty && warnings.isEmpty }

  /// Looks at the limits on what was entered, and raises their alerts.
  init(_ entries: [RecordedEntry], _ service: LedgerService) throws {
    do {
      // Most ledgers take in many calls before there is a limit.
      guard try service.hasLimits else { return }
      let near = try Self.near(entries, service)
      guard !near.isEmpty else { return }
      let (settings, zone) = (service.settings.limits, try service.calendar(nil).zone)
      limits = near.map { Answer.limit($0, settings, zone, for: service.identity) }
      warnings = try service.raiseAlerts(for: near).map { AlertSentences.text($0, in: zone, for: service.identity) }
    } catch let failure as any Worded {
      // The call is entered: an answer that says otherwise would have it entered twice.
      warnings.append("The call was recorded, but the limits could not be read. \(failure.sentence)")
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
