import CivilTime
import Pricing
import SQLite

/// Temporary tables into which everything that counts is added up once, from records and from lines of the archive.
///
/// `verified_sum` has a row for each session, context and quarter hour, `verified_meter` what totals do not tell,
/// `verified_counter` what slots of counters should hold, `verified_call` a row for each archived record that stands
/// in a file. Derived tables are held against them (``DerivedTable``).
struct VerifiedSums {
  let store: LedgerStore
  /// Whether the files of the archive tell of each archived record.
  let isArchiveWhole: Bool

  private var connection: Connection { store.connection }

  /// Makes the tables, empty.
  static func make(in connection: Connection) throws(SQLiteError) {
    try drop(in: connection)
    let sums = (TotalsColumns.names + StoredMoney.columns).joined(separator: ", ")
    try connection.execute(
      """
      CREATE TEMP TABLE verified_sum (session, context, quarter, first, last, \(sums));
      CREATE TEMP TABLE verified_meter (quarter, context, meter, quantity);
      CREATE TEMP TABLE verified_counter (scope, seconds, slot, requests, tokens, dollars, picodollars);
      CREATE TEMP TABLE verified_call (public_id BLOB PRIMARY KEY, line, user_id, recorded_at, session, context, quarter,
        first, last, \(sums)) WITHOUT ROWID;
      CREATE TEMP TABLE verified_key (public_id, user_id, namespace, key, part);
      """)
  }

  /// Removes the tables.
  static func drop(in connection: Connection) throws(SQLiteError) {
    for table in ["sum", "meter", "counter", "call", "key"] {
      try connection.execute("DROP TABLE IF EXISTS temp.verified_\(table)")
    }
  }

  /// Adds up records and archived ones; the lines of the archive were put into `verified_call` before.
  func fill() throws(SQLiteError) {
    try addRecords()
    try addArchived()
    try addMeters()
    let book = try store.limitBook()
    let now = try store.newestEntry().seconds
    try addCounters(of: nil, CounterGrain.all, at: now)
    for (dimension, grains) in book.grains.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      try addCounters(of: dimension, grains, at: now)
    }
  }

  private func addRecords() throws(SQLiteError) {
    let figures = TotalsColumns.figures.map { "sum(\($0.ofRecord))" }.joined(separator: ", ")
    try connection.run(
      """
      INSERT INTO temp.verified_sum
      SELECT coalesce(t.session, 0), t.context, \(Self.slot("t.timestamp", ofSeconds: QuarterHour.seconds)),
        min(t.timestamp), max(t.timestamp), \(figures), \(Self.moneyOfRecords)
      FROM record t GROUP BY 1, 2, 3
      """)
  }

  /// What stands in files is added up from there; where they do not tell everything, what the ledger kept is taken.
  private func addArchived() throws(SQLiteError) {
    let sums = (TotalsColumns.names + StoredMoney.columns).joined(separator: ", ")
    let table = isArchiveWhole ? "temp.verified_call" : "archived_total"
    try connection.run(
      "INSERT INTO temp.verified_sum SELECT session, context, quarter, first, last, \(sums) FROM \(table)")
  }

  /// Adds what records count beside the tokens of totals; lines of the archive have added theirs.
  private func addMeters() throws(SQLiteError) {
    let quarter = Self.slot("timestamp", ofSeconds: QuarterHour.seconds)
    for meter in StoredRecord.tokenMeters where MeterTotals.keeps(meter) {
      try connection.run(
        """
        INSERT INTO temp.verified_meter SELECT \(quarter), context, \(meter.rawValue), sum(\(meter.name)) FROM record
        WHERE \(meter.name) <> 0 GROUP BY 1, 2
        """)
    }
    let names = Meter.allCases.filter { !$0.isToken }.map { "(\($0.rawValue), '\($0.name)')" }
    try connection.run(
      """
      INSERT INTO temp.verified_meter
      WITH name (meter, text) AS (VALUES \(names.joined(separator: ", ")))
      SELECT \(quarter), context, name.meter, sum(unit.value - (name.meter = \(Meter.request.rawValue)))
      FROM (SELECT timestamp, context, iif(json_valid(units), units, '{}') AS units FROM record WHERE units IS NOT NULL) r
        JOIN json_each(r.units) unit JOIN name ON name.text = unit.key
      GROUP BY 1, 2, 3
      """)
  }

  private func addCounters(
    of dimension: LimitDimension?, _ grains: [CounterGrain], at now: Int64
  ) throws(SQLiteError) {
    for grain in grains {
      switch grain {
      case .total: try addTotal(of: dimension)
      case .slots(let length) where length >= QuarterHour.seconds: try addLongSlots(of: dimension, length)
      case .slots(let length): try addShortSlots(of: dimension, length, from: grain.oldestSlot(at: now))
      case .beforeReset: break
      }
    }
  }

  private func addLongSlots(of dimension: LimitDimension?, _ length: Int64) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO temp.verified_counter
      SELECT \(Self.scope(of: dimension)), \(length), \(Self.floor("t.quarter", by: length / QuarterHour.seconds)),
        sum(t.requests), sum(t.input + t.output), \(Self.carried("sum(t.dollars)", "sum(t.picodollars)"))
      FROM temp.verified_sum t \(Self.joins(of: dimension)) GROUP BY 1, 3
      """)
  }

  /// From its days, whose picodollars add up within 64 bits.
  private func addTotal(of dimension: LimitDimension?) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO temp.verified_counter
      SELECT scope, 0, 0, sum(requests), sum(tokens), \(Self.carried("sum(dollars)", "sum(picodollars)")) FROM (
        SELECT \(Self.scope(of: dimension)) AS scope, t.quarter / 96 AS day, sum(t.requests) AS requests,
          sum(t.input + t.output) AS tokens, \(Self.carried("sum(t.dollars)", "sum(t.picodollars)"))
        FROM temp.verified_sum t \(Self.joins(of: dimension)) GROUP BY 1, 2)
      GROUP BY 1
      """)
  }

  private func addShortSlots(
    of dimension: LimitDimension?, _ length: Int64, from oldest: Int64
  ) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO temp.verified_counter
      SELECT \(Self.scope(of: dimension)), \(length), \(Self.slot("t.timestamp", ofSeconds: length)), count(*),
        sum(\(TotalsColumns.recordTokens)), \(Self.moneyOfRecords)
      FROM record t \(Self.joins(of: dimension)) WHERE t.timestamp >= ? GROUP BY 1, 3
      """, .integer(oldest * length * 1_000))
  }

  /// What joins a row `t` with the scope that counts it.
  private static func joins(of dimension: LimitDimension?) -> String {
    guard let dimension else { return "" }
    return """
      JOIN context c ON c.id = t.context LEFT JOIN session s ON s.id = t.session
      JOIN counter_scope x ON x.dimension = \(dimension.rawValue) AND x.text = \(dimension.column)
      """
  }

  private static func scope(of dimension: LimitDimension?) -> String { dimension == nil ? "0" : "x.id" }

  private static let moneyOfRecords: String = {
    let cost = "coalesce(\(TotalsColumns.recordCost), 0)"
    return carried(
      "sum(\(cost) / \(Money.picodollarsPerDollar))", "sum(\(cost) % \(Money.picodollarsPerDollar))")
  }()

  /// The two columns of money, of sums of the two.
  static func carried(_ dollars: String, _ picodollars: String) -> String {
    """
    \(dollars) + \(picodollars) / \(Money.picodollarsPerDollar) AS dollars,
      \(picodollars) % \(Money.picodollarsPerDollar) AS picodollars
    """
  }

  /// The number of the slot in which a time in milliseconds lies.
  static func slot(_ time: String, ofSeconds length: Int64) -> String { floor(time, by: length * 1_000) }

  /// The quotient rounded down.
  static func floor(_ number: String, by divisor: Int64) -> String {
    divisor == 1 ? number : "(\(number) - (\(number) % \(divisor) + \(divisor)) % \(divisor)) / \(divisor)"
  }
}
