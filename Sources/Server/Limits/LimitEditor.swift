package import JSON
package import Ledger
import MCP
import Pricing
package import Service

/// Listing and changing limits, for people at the command line; no tool reaches it.
package struct LimitEditor {
  private let service: LedgerService

  /// Creates the editor of a service's ledger.
  package init(_ service: LedgerService) { self.service = service }

  /// How many of a kind are listed.
  private static let most = 10

  /// Returns every limit and where it stands, in the order in which they are asked.
  ///
  /// - Throws: ``ToolFailure``.
  package func list() throws -> [JSONValue] {
    let calendar = try service.limitCalendar()
    let standings = try service.ledger.standings(of: service.settings.limits.rules, calendar: calendar, most: Self.most)
    return standings.map { standing in
      let rule = standing.rule
      let states = standing.states.map {
        Answer.limit($0, service.settings.limits, calendar.zone, for: service.identity)
      }
      return [
        "id": .string(rule.id), "scope": .string(rule.scope.text), "metric": .string(rule.metric.rawValue),
        "window": .string(rule.window.rawValue), "action": .string(rule.action.rawValue),
        "limit": Answer.limitAmount(rule.limit, of: rule.metric), "set_by": .string(rule.origin.rawValue),
        "states": .array(states),
      ]
    }
  }

  /// Sets a limit, or gives one of the same scope, metric, window and action another amount.
  ///
  /// - Throws: ``ToolFailure``.
  package func set(_ rule: LimitRule) throws {
    try service.ledger.setLimit(rule)
    try service.ledger.commit()
  }

  /// Removes a limit by its id.
  ///
  /// - Throws: ``ToolFailure`` for an id that is not there, or whose limit is set elsewhere.
  package func remove(_ id: String) throws {
    let rule = try find(id)
    switch rule.origin {
    case .settings:
      throw ToolFailure(message: "\(id) is set in the environment, a .env file or config.json; take it out there.")
    case .config:
      throw ToolFailure(message: "\(id) is set by token_ledger_limits in config.json; take it out there.")
    case .command: break
    }
    _ = try service.ledger.removeLimit(rule.id)
    try service.ledger.commit()
  }

  /// Lets the window of a limit begin again.
  ///
  /// - Parameter names: For whom of its kind, by dimension; at most one, and none for all.
  /// - Throws: ``ToolFailure`` for an id that is not there, or a name that it does not hold for.
  package func reset(_ id: String, for names: [LimitDimension: String]) throws {
    let rule = try find(id)
    guard rule.window != .request else {
      throw ToolFailure(message: "\(id) looks at each request by itself; it has no window to restart.")
    }
    let name = try self.name(names, under: rule)
    try service.ledger.resetLimit(rule, for: name)
    try service.ledger.commit()
  }

  private func name(_ names: [LimitDimension: String], under rule: LimitRule) throws -> String? {
    guard let (dimension, given) = names.first else { return nil }
    guard names.count == 1, rule.scope.dimension == dimension else {
      let wanted = rule.scope.dimension.map { "one \($0.name)" } ?? "everything together"
      throw ToolFailure(message: "\(rule.id) holds for \(wanted); it cannot begin again for a \(dimension.name) alone.")
    }
    let name = try service.limitName(given, of: dimension)
    if let only = rule.scope.name, only != name {
      throw ToolFailure(message: "\(rule.id) holds for \(rule.scope.text) only, not for \"\(given)\".")
    }
    return name
  }

  private func find(_ id: String) throws -> LimitRule {
    let held = try service.ledger.limits()
    let rules = service.settings.limits.rules + held
    if let rule = rules.first(where: { $0.id == id }) { return rule }
    let hint =
      Spelling.nearest(to: id, among: rules.map(\.id)).map { "did you mean \"\($0)\"?" }
      ?? (rules.isEmpty ? "none is set" : "there are \(rules.map(\.id).joined(separator: ", "))")
    throw ToolFailure(message: "There is no limit \"\(id)\"; \(hint)")
  }
}
