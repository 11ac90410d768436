import CivilTime
import Pricing
import SQLite

// Counters of a dimension exist only while a limit needs them; these bring them up from what is kept anyway.
extension LedgerStore {
  /// Makes the counters those that `rules` need, out of roll-ups and recent records.
  ///
  /// - Parameter before: What was counted until now.
  func fillCounters(
    for rules: [LimitRule], before: [LimitDimension: [CounterGrain]], cuts: [Int64], at now: Int64
  ) throws(SQLiteError) {
    let after = LimitBook.grains(for: rules)
    for dimension in LimitDimension.allCases {
      let old = before[dimension] ?? []
      let new = after[dimension] ?? []
      if old == new { continue }
      if new.isEmpty {
        try forget(dimension)
      } else {
        try addScopes(of: dimension)
        try forget(old.filter { !new.contains($0) }, of: dimension)
        for grain in new where !old.contains(grain) { try fill(dimension, grain, cuts: cuts, at: now) }
      }
    }
  }

  /// Counts what the slots of a reset's time held before it, for the scopes of one dimension or of everything.
  func fillCut(_ cut: Int64, of dimension: LimitDimension?, _ grains: [CounterGrain]) throws(SQLiteError) {
    for case .slots(let length) in grains {
      guard let before = CounterGrain.slots(seconds: length).beforeReset else { continue }
      try connection.run(
        "DELETE FROM counter WHERE seconds = ? AND slot = ? AND scope \(Self.isScope(of: dimension))",
        .integer(before.stored), .integer(cut), Self.scopeValue(of: dimension))
      let first = floorDivide(cut, by: length * 1_000) * length * 1_000
      try addRecords(of: dimension, before, slot: .only(cut), from: first, to: cut)
    }
  }

  /// Makes the slots that are kept for a while again out of records, those of everything and of dimensions.
  func refillShortCounters(_ grains: [LimitDimension: [CounterGrain]], at now: Int64) throws(SQLiteError) {
    for (length, _) in CounterGrain.kept {
      try connection.run("DELETE FROM counter WHERE seconds = ?", .integer(length))
      try addRecords(of: nil, length: length, at: now)
      for (dimension, grains) in grains where grains.contains(.slots(seconds: length)) {
        try addRecords(of: dimension, length: length, at: now)
      }
    }
  }

  /// The condition on a scope that it is one of a dimension's, or that of everything; with ``scopeValue(of:)``.
  private static func isScope(of dimension: LimitDimension?) -> String {
    dimension == nil ? "= ?" : "IN (SELECT id FROM counter_scope WHERE dimension = ?)"
  }

  /// The number of the dimension, or that of the scope of everything.
  private static func scopeValue(of dimension: LimitDimension?) -> SQLValue {
    dimension.map { .integer($0.rawValue) } ?? ScopeID.everything.value
  }

  /// The slot that a record `t` falls into, by the fifth value of a statement.
  private enum RecordSlot {
    /// This one.
    case only(Int64)
    /// That of its time, of slots of so many milliseconds.
    case ofTime(Int64)

    var sql: String {
      switch self {
      case .only: "?5"
      case .ofTime: "(t.timestamp - (t.timestamp % ?5 + ?5) % ?5) / ?5"
      }
    }

    var value: SQLValue {
      switch self {
      case .only(let number), .ofTime(let number): .integer(number)
      }
    }
  }

  /// Adds the records of the slots of a length that are kept at `now`.
  private func addRecords(of dimension: LimitDimension?, length: Int64, at now: Int64) throws(SQLiteError) {
    let grain = CounterGrain.slots(seconds: length)
    let oldest = grain.oldestSlot(at: floorDivide(now, by: 1_000))
    let milliseconds = length * 1_000
    try addRecords(
      of: dimension, grain, slot: .ofTime(milliseconds),
      from: oldest == .min ? .min : oldest * milliseconds, to: .max)
  }

  /// Adds a scope for each one of a dimension that has none.
  func addScopes(of dimension: LimitDimension) throws(SQLiteError) {
    let source = dimension == .session ? "session s" : "context c"
    try connection.run(
      """
      INSERT INTO counter_scope (dimension, text)
      SELECT DISTINCT ?, \(dimension.column) FROM \(source) WHERE \(dimension.column) <> 1
      ON CONFLICT DO NOTHING
      """, .integer(dimension.rawValue))
  }

  private func forget(_ dimension: LimitDimension) throws(SQLiteError) {
    try connection.run(
      "DELETE FROM counter WHERE scope IN (SELECT id FROM counter_scope WHERE dimension = ?)",
      .integer(dimension.rawValue))
    try connection.run("DELETE FROM counter_scope WHERE dimension = ?", .integer(dimension.rawValue))
  }

  private func forget(_ grains: [CounterGrain], of dimension: LimitDimension) throws(SQLiteError) {
    for grain in grains + grains.compactMap(\.beforeReset) {
      try connection.run(
        """
        DELETE FROM counter WHERE scope IN (SELECT id FROM counter_scope WHERE dimension = ?) AND seconds = ?
        """, .integer(dimension.rawValue), .integer(grain.stored))
    }
  }

  private func fill(
    _ dimension: LimitDimension, _ grain: CounterGrain, cuts: [Int64], at now: Int64
  ) throws(SQLiteError) {
    switch grain {
    case .total: try addTotals(of: dimension)
    case .days where dimension != .session: try addRollUps(of: dimension, grain, "day_total t", "t.day")
    case .quarterHours where dimension != .session:
      try addRollUps(of: dimension, grain, "quarter_total t", "t.quarter")
    case .beforeReset: break
    case .slots(let length):
      // Of sessions, which roll-ups do not tell apart; short slots lie behind the archive.
      if length >= QuarterHour.seconds { try addArchived(of: dimension, length: length) }
      try addRecords(of: dimension, length: length, at: now)
    }
    for cut in cuts { try fillCut(cut, of: dimension, [grain]) }
  }

  private func addTotals(of dimension: LimitDimension) throws(SQLiteError) {
    // Totals of sessions are kept when their records are archived, and those have no days of their own.
    if dimension == .session { return try addSessionTotals() }
    try connection.run(
      """
      \(SumTable.counters.insert)
      SELECT t.scope, 0, 0, sum(t.requests), sum(t.tokens), \(Self.sumOfMoney)
      FROM counter_scope x CROSS JOIN counter t ON t.scope = x.id AND t.seconds = ?2
      WHERE x.dimension = ?1 GROUP BY 1
      """, .integer(dimension.rawValue), .integer(Instant.secondsPerDay))
  }

  private func addSessionTotals() throws(SQLiteError) {
    try connection.run(
      """
      \(SumTable.counters.insert)
      SELECT x.id, 0, 0, sum(t.requests), sum(t.input + t.output), \(Self.sumOfMoney)
      FROM session_total t CROSS JOIN session s ON s.id = t.session
        CROSS JOIN counter_scope x ON x.dimension = ? AND x.text = s.name
      WHERE true GROUP BY 1
      """, .integer(LimitDimension.session.rawValue))
  }

  private func addRollUps(
    of dimension: LimitDimension, _ grain: CounterGrain, _ table: String, _ slot: String
  ) throws(SQLiteError) {
    try connection.run(
      """
      \(SumTable.counters.insert)
      SELECT x.id, ?2, \(slot), sum(t.requests), sum(t.input + t.output), \(Self.sumOfMoney)
      FROM \(table) CROSS JOIN context c ON c.id = t.context
        CROSS JOIN counter_scope x ON x.dimension = ?1 AND x.text = \(dimension.column)
      WHERE true GROUP BY 1, 3
      """, .integer(dimension.rawValue), .integer(grain.stored))
  }

  /// Adds a row for each scope and slot of the records from one time up to another, in milliseconds since 1970.
  private func addRecords(
    of dimension: LimitDimension?, _ grain: CounterGrain, slot: RecordSlot, from first: Int64, to end: Int64
  ) throws(SQLiteError) {
    let scope = dimension.map { "CROSS JOIN counter_scope x ON x.dimension = ?1 AND x.text = \($0.column)" } ?? ""
    try connection.run(
      """
      \(SumTable.counters.insert)
      SELECT \(dimension == nil ? "?1" : "x.id"), ?2, \(slot.sql), count(*), sum(\(TotalsColumns.recordTokens)),
        \(Self.sumOfRecords)
      FROM record t CROSS JOIN context c ON c.id = t.context LEFT JOIN session s ON s.id = t.session \(scope)
      WHERE t.timestamp >= ?3 AND t.timestamp < ?4 GROUP BY 1, 3
      \(SumTable.counters.orAdd)
      """,
      Self.scopeValue(of: dimension), .integer(grain.stored), .integer(first),
      .integer(end),
      slot.value)
  }

  private func addArchived(of dimension: LimitDimension, length: Int64) throws(SQLiteError) {
    let quarters = length / QuarterHour.seconds
    try connection.run(
      """
      \(SumTable.counters.insert)
      SELECT x.id, ?2, (t.quarter - (t.quarter % ?3 + ?3) % ?3) / ?3, sum(t.requests), sum(t.input + t.output),
        \(Self.sumOfMoney)
      FROM archived_total t CROSS JOIN session s ON s.id = t.session
        CROSS JOIN counter_scope x ON x.dimension = ?1 AND x.text = \(dimension.column)
      WHERE true GROUP BY 1, 3
      """, .integer(dimension.rawValue), .integer(length), .integer(quarters))
  }

  private static let sumOfMoney = StoredMoney.carriedSums(dollars: "t.dollars", picodollars: "t.picodollars")
  private static let sumOfRecords = StoredMoney.carriedSums(
    dollars: "coalesce(\(TotalsColumns.recordCost), 0) / \(Money.picodollarsPerDollar)",
    picodollars: "coalesce(\(TotalsColumns.recordCost), 0) % \(Money.picodollarsPerDollar)")
}
