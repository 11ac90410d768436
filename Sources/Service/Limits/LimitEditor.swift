package import Ledger

/// Listing and changing limits, for people at the command line; no tool reaches it.
package struct LimitEditor {
  private let service: LedgerService

  /// Creates the editor of a service's ledger.
  package init(_ service: LedgerService) { self.service = service }

  /// How many of a kind are listed.
  private static let most = 10

  /// Returns every limit and how much of it is used, in the order in which they are asked.
  package func list() throws -> [LimitStanding] {
    try service.ledger.consistently {
      let calendar = try service.limitCalendar()
      return try service.ledger.standings(of: service.settings.limits.rules, calendar: calendar, most: Self.most)
    }
  }

  /// Sets a limit, or gives one of the same scope, metric, window and action another amount.
  package func set(_ rule: LimitRule) throws(LedgerError) {
    try service.ledger.setLimit(rule)
    try service.ledger.commit()
  }

  /// Removes a limit by its id.
  ///
  /// - Throws: ``LimitError`` for an id that is not there, or whose limit is set elsewhere.
  package func remove(_ id: String) throws {
    let rule = try find(id)
    guard rule.origin == .command else { throw LimitError.setElsewhere(id: id, origin: rule.origin) }
    _ = try service.ledger.removeLimit(rule.id)
    try service.ledger.commit()
  }

  /// Lets the window of a limit begin again.
  ///
  /// - Parameter names: For whom of its kind, by dimension; at most one, and none for all.
  /// - Throws: ``LimitError`` for an id that is not there, or a name that it does not hold for.
  package func reset(_ id: String, for names: [LimitDimension: String]) throws {
    let rule = try find(id)
    guard rule.window != .request else { throw LimitError.noWindow(id: id) }
    let name = try self.name(names, under: rule)
    try service.ledger.resetLimit(rule, for: name)
    try service.ledger.commit()
  }

  private func name(_ names: [LimitDimension: String], under rule: LimitRule) throws -> String? {
    guard let (dimension, given) = names.first else { return nil }
    guard names.count == 1, rule.scope.dimension == dimension else {
      throw LimitError.otherDimension(dimension, rule)
    }
    let name = try service.limitName(given, of: dimension)
    if let only = rule.scope.name, only != name { throw LimitError.otherName(given, rule) }
    return name
  }

  private func find(_ id: String) throws -> LimitRule {
    let rules = try service.settings.limits.rules + service.ledger.limits()
    guard let rule = rules.first(where: { $0.id == id }) else {
      throw LimitError.unknown(id: id, known: rules.map(\.id))
    }
    return rule
  }
}
