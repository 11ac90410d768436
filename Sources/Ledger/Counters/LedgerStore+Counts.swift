import Pricing
import SQLite

// Reading counters. Within a transaction the tables change only when what is pending is written, so what was
// read is kept till then, and what is pending is added in memory.
extension LedgerStore {
  /// Returns what each slot of the range has counted; empty ones may be absent.
  func counts(in range: CounterRange) throws(SQLiteError) -> [Int64: CounterCount] {
    // First, as this may write what is pending to the tables.
    let pending = try pendingSlots(range)
    var counts = try storedCounts(in: range)
    for (slot, totals) in pending where range.contains(slot) { counts[slot, default: CounterCount()] += totals }
    return counts
  }

  /// Returns what the range has counted in all.
  func sum(of range: CounterRange) throws(SQLiteError) -> CounterCount {
    let pending = try pendingSlots(range)
    var sum = try storedSum(of: range)
    for (slot, totals) in pending where range.contains(slot) { sum += totals }
    return sum
  }

  private func pendingSlots(_ range: CounterRange) throws(SQLiteError) -> [Int64: Totals] {
    transaction.pending.endRun()
    // Walking through what is pending must stay cheaper than writing it.
    if let slots = transaction.pending.counters[range.rows], slots.count > 64 { try flushPending() }
    return transaction.pending.counters[range.rows] ?? [:]
  }

  private func storedCounts(in range: CounterRange) throws(SQLiteError) -> [Int64: CounterCount] {
    if let known = transaction.counts.bySlot[range] { return known }
    var counts: [Int64: CounterCount] = [:]
    try connection.forEach(
      """
      SELECT slot, requests, tokens, dollars, picodollars FROM counter
      WHERE scope = ? AND seconds = ? AND slot >= ? AND slot < ? AND requests <> 0
      """, binding: range.values
    ) { row throws(SQLiteError) in
      counts[try row.integer(0)] = CounterCount(
        requests: try row.count(1), tokens: try row.count(2),
        cost: Money(dollars: try row.integer(3), picodollars: try row.integer(4)))
    }
    if isWriting { transaction.counts.bySlot[range] = counts }
    return counts
  }

  private func storedSum(of range: CounterRange) throws(SQLiteError) -> CounterCount {
    if let known = transaction.counts.sums[range] { return known }
    let sum = try connection.first(
      """
      SELECT coalesce(sum(requests), 0), coalesce(sum(tokens), 0), \(Self.sumOfMoney)
      FROM counter WHERE scope = ? AND seconds = ? AND slot >= ? AND slot < ?
      """, binding: range.values
    ) { row throws(SQLiteError) in
      CounterCount(requests: try row.count(0), tokens: try row.count(1), cost: try StoredMoney.sum(row, from: 2))
    }
    if isWriting { transaction.counts.sums[range] = sum ?? CounterCount() }
    return sum ?? CounterCount()
  }

  private static let sumOfMoney = StoredMoney.sums(dollars: "dollars", picodollars: "picodollars")
}

/// Slots of one scope and length, from `first` up to `end`.
struct CounterRange: Hashable {
  var rows: PendingTotals.CounterRows
  var first: Int64
  var end: Int64

  init(_ rows: PendingTotals.CounterRows, first: Int64, end: Int64) {
    self.rows = rows
    self.first = first
    self.end = end
  }

  init(_ segment: PeriodSegment, scope: ScopeID) {
    let (grain, first, end): (CounterGrain, Int64, Int64) =
      switch segment {
      case .days(let first, let end): (.days, first, end)
      case .quarters(let first, let end): (.quarterHours, first, end)
      // No zone of today begins its days within a quarter hour; the counters' own grain is near enough.
      case .records(let first, let end):
        (.quarterHours, QuarterHour.number(at: first), QuarterHour.number(at: end))
      }
    self.init(PendingTotals.CounterRows(scope: scope, grain: grain), first: first, end: end)
  }

  func contains(_ slot: Int64) -> Bool { (first..<end).contains(slot) }

  /// The values of the columns `scope` and `seconds`, and the ends.
  var values: [SQLValue] { [rows.scope.value, .integer(rows.grain.stored), .integer(first), .integer(end)] }
}

/// What slots of a counter have counted.
struct CounterCount: Hashable {
  var requests: Int64 = 0
  var tokens: Int64 = 0
  var cost = Money.zero

  /// The amount in the unit of a metric.
  func amount(of metric: LimitMetric) -> Int128 {
    switch metric {
    case .tokens: Int128(tokens)
    case .requests: Int128(requests)
    case .cost: cost.picodollars
    }
  }

  static func += (left: inout CounterCount, right: Totals) {
    left.requests += right.requests
    left.tokens += right.tokens.total
    left.cost += right.cost
  }
}
