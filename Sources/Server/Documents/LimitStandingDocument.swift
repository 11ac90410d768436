import CivilTime
package import JSON
package import Ledger
package import Service

/// Limits and where they stand, as JSON for people's programs.
package struct LimitStandingDocument {
  private let service: LedgerService

  /// Creates the documents of a service's limits.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns a limit with the states of those for whom it holds.
  package func value(_ standing: LimitStanding) throws -> JSONValue {
    let (rule, zone) = (standing.rule, try service.limitCalendar().zone)
    let states = standing.states.map { Answer.limit($0, service.settings.limits, zone, for: service.identity) }
    return [
      "id": .string(rule.id), "scope": .string(rule.scope.text), "metric": .string(rule.metric.rawValue),
      "window": .string(rule.window.rawValue), "action": .string(rule.action.rawValue),
      "limit": Answer.limitAmount(rule.limit, of: rule.metric), "set_by": .string(rule.origin.rawValue),
      "states": .array(states),
    ]
  }
}
