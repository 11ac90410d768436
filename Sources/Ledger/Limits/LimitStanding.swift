import SQLite

/// A limit and how much of it is used for those it holds for.
package struct LimitStanding: Sendable, Hashable {
  /// The limit as it was set.
  package var rule: LimitRule
  /// How much of it is used: one state, or, where each one of a kind has it, those nearest to it first.
  package var states: [LimitState]
}

extension Ledger {
  /// Returns how much of every limit is used, at the ledger's time.
  ///
  /// Costs a look at each one of a kind that has a limit by itself, so it is for people and monitors.
  /// - Parameters:
  ///   - rules: The limits of the process's own settings; those of the file follow them.
  ///   - most: How many states of a kind are given; those that have used nothing are left out.
  package func standings(
    of rules: [LimitRule], calendar: LedgerCalendar, most: Int
  ) throws(LedgerError) -> [LimitStanding] {
    let clock = world.now()
    return try reading { store throws(SQLiteError) in
      let now = max(clock, try store.newestEntry())
      let book = try store.limitBook()
      var standings: [LimitStanding] = []
      for rule in rules + book.rules {
        var states: [LimitState] = []
        for subject in try store.subjects(of: rule) {
          guard let applied = rule.applied(to: subject) else { continue }
          var state = try store.state(of: applied, in: book, at: now, calendar: calendar)
          state.held = try store.held(of: applied, at: now)
          if rule.scope == applied.scope || state.taken > 0 { states.append(state) }
        }
        states.sort { $0.taken > $1.taken }
        standings.append(LimitStanding(rule: rule, states: Array(states.prefix(most))))
      }
      return standings
    }
  }
}

extension LedgerStore {
  /// Returns those that a limit holds for, as far as a record has named them.
  fileprivate func subjects(of rule: LimitRule) throws(SQLiteError) -> [LimitSubject] {
    switch rule.scope {
    case .all: return [.nobody]
    case .one(let dimension, let name): return [LimitSubject(dimension, name)]
    case .each(let dimension):
      return try connection.all(
        "SELECT x.value FROM counter_scope s JOIN text x ON x.id = s.text WHERE s.dimension = ? ORDER BY x.value",
        .integer(dimension.rawValue)
      ) { row throws(SQLiteError) in LimitSubject(dimension, try row.text(0)) }
    }
  }
}

extension LimitSubject {
  fileprivate init(_ dimension: LimitDimension, _ name: String) {
    self.init()
    self[dimension] = name
  }
}
