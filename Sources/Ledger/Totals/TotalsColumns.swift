import Pricing
import SQLite

/// The figures of tables of totals, each told once, and the sums that every report selects of them.
///
/// Sums are over tables of totals or records (`t`), joined with their context (`c`). A figure that is added here,
/// and to ``Totals``, is written, added up, summed and read; a migration has to add its column.
enum TotalsColumns {
  /// One figure.
  struct Figure: Sendable {
    /// Its column.
    let name: String
    /// What it is of one record.
    let ofRecord: String
    /// Reads it from totals.
    let get: @Sendable (Totals) -> Int64
    /// Puts it into totals. Not by a key path, each use of which costs as much as a statement's binding.
    let set: @Sendable (inout Totals, Int64) -> Void
  }

  /// All figures but the money.
  static let figures = [
    Figure(name: "requests", ofRecord: "1", get: { $0.requests }, set: { $0.requests = $1 }),
    Figure(name: "input", ofRecord: recordInput, get: { $0.tokens.input }, set: { $0.tokens.input = $1 }),
    Figure(name: "output", ofRecord: recordOutput, get: { $0.tokens.output }, set: { $0.tokens.output = $1 }),
    Figure(
      name: "cache_read",
      ofRecord: "coalesce(t.adjusted_cache_read, t.cache_read + t.cache_read_audio + t.cache_read_image)",
      get: { $0.tokens.cacheRead }, set: { $0.tokens.cacheRead = $1 }),
    Figure(
      name: "cache_write",
      ofRecord: """
        coalesce(t.adjusted_cache_write, t.cache_write + t.cache_write_1h + t.cache_write_12h + t.cache_write_audio)
        """, get: { $0.tokens.cacheWrite }, set: { $0.tokens.cacheWrite = $1 }),
    Figure(
      name: "cache_write_1h", ofRecord: "coalesce(t.adjusted_cache_write_1h, t.cache_write_1h)",
      get: { $0.tokens.cacheWrite1h }, set: { $0.tokens.cacheWrite1h = $1 }),
    Figure(
      name: "reasoning", ofRecord: "coalesce(t.adjusted_reasoning, t.output_reasoning)", get: { $0.tokens.reasoning },
      set: { $0.tokens.reasoning = $1 }),
  ]

  /// The columns of the figures, in order; those of the money follow them.
  static let names = figures.map(\.name)

  /// Sums over a table of totals.
  static let rollUp = sums(
    of: names.map { "t." + $0 }, unpriced: "iif(c.cost_kind = \(CostKind.unpriced.rawValue), t.requests, 0)",
    money: StoredMoney.sums(dollars: "t.dollars", picodollars: "t.picodollars"))

  /// The columns of one row of totals as they are stored: the figures, then the money.
  static let stored = (names + StoredMoney.columns).map { "t." + $0 }.joined(separator: ", ")
  /// How many these are.
  static let storedCount = names.count + StoredMoney.columns.count

  /// The same sums over records, whose amounts are whole picodollars.
  static let records = sums(
    of: figures.map(\.ofRecord), unpriced: "t.cost IS NULL",
    money: StoredMoney.sums(
      dollars: "\(recordCost) / \(Money.picodollarsPerDollar)",
      picodollars: "\(recordCost) % \(Money.picodollarsPerDollar)"
    ))

  /// All tokens of a record.
  static let recordTokens = "\(recordInput) + \(recordOutput)"
  /// All prompt tokens of a record, whose columns are disjoint, or what a person has corrected them to.
  static let recordInput = """
    coalesce(t.adjusted_input, t.input + t.cache_read + t.cache_write + t.cache_write_1h + t.cache_write_12h
      + t.input_audio + t.cache_read_audio + t.cache_write_audio + t.input_image + t.cache_read_image + t.input_video)
    """
  /// All tokens of a record's answer.
  static let recordOutput = """
    coalesce(t.adjusted_output, t.output + t.output_reasoning + t.output_audio + t.output_image + t.output_video)
    """
  /// What a record costs in picodollars; null when unpriced.
  static let recordCost = "coalesce(t.adjusted_cost, t.cost)"

  private static func sums(of figures: [String], unpriced: String, money: String) -> String {
    (figures + [unpriced]).map { "coalesce(sum(\($0)), 0), " }.joined() + money
  }

  /// Returns the totals of the values of ``stored``, or of their sums.
  static func totals(ofStored values: ArraySlice<Int64>) -> Totals {
    var totals = Totals()
    for (figure, value) in zip(figures, values) { figure.set(&totals, value) }
    let money = values.dropFirst(figures.count)
    totals.cost = Money(dollars: money[money.startIndex], picodollars: money[money.startIndex + 1])
    return totals
  }

  /// Reads a set of sums that begins at column `start`.
  static func totals(_ row: borrowing Row, from start: Int32) throws(SQLiteError) -> Totals {
    var totals = Totals()
    var index = start
    for figure in figures {
      figure.set(&totals, try row.count(index))
      index += 1
    }
    totals.unpricedRequests = try row.count(index)
    totals.cost = try StoredMoney.sum(row, from: index + 1)
    return totals
  }
}

extension Totals {
  /// The values of ``TotalsColumns/names`` and of the money.
  var columns: [SQLValue] {
    var values: [SQLValue] = []
    values.reserveCapacity(TotalsColumns.figures.count + StoredMoney.columns.count)
    for figure in TotalsColumns.figures { values.append(.integer(figure.get(self))) }
    return values + StoredMoney(cost).values
  }
}
