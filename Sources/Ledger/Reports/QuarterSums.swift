import CivilTime
import SQLite

/// Rows of totals or records, ordered by time, added up to quarter hours of each group.
struct QuarterSums {
  private let groups: ContextGroups
  private var quarter = Int64.min
  /// The groups that the running quarter hour has, in the order in which they were met.
  private var met: [Int32] = []
  /// What it has of each group.
  private var sums: [QuarterUsage]

  init(groups: ContextGroups) {
    self.groups = groups
    sums = groups.texts.map { QuarterUsage(start: Instant(milliseconds: 0), texts: $0) }
  }

  /// Adds a row: quarter hour, context, requests, tokens, the amount.
  mutating func add(_ row: borrowing Row, _ body: (QuarterUsage) -> Void) throws(SQLiteError) {
    guard let context = groups[try row.id(1)] else { return }
    let (requests, tokens) = (try row.count(2), try row.count(3))
    let microdollars = try StoredMoney.microdollars(row, from: 4)
    guard (requests, tokens, microdollars) != (0, 0, 0) else { return }
    if try row.integer(0) != quarter {
      endQuarter(body)
      quarter = try row.slot(0, ofSeconds: QuarterHour.seconds)
    }
    let group = Int(context.group)
    if sums[group].isEmpty { met.append(context.group) }
    sums[group].add(requests, isUnpriced: context.isUnpriced, tokens: tokens, microdollars: microdollars)
  }

  /// Hands out what the running quarter hour has come to.
  mutating func endQuarter(_ body: (QuarterUsage) -> Void) {
    for group in met where !sums[Int(group)].isEmpty {
      sums[Int(group)].start = Instant(milliseconds: QuarterHour.start(quarter))
      body(sums[Int(group)])
      sums[Int(group)].clear()
    }
    met.removeAll(keepingCapacity: true)
  }
}

extension QuarterUsage {
  fileprivate var isEmpty: Bool { (requests, tokens, microdollars) == (0, 0, 0) }

  fileprivate mutating func add(_ requests: Int64, isUnpriced: Bool, tokens: Int64, microdollars: Int64) {
    self.requests += requests
    if isUnpriced { unpricedRequests += requests }
    self.tokens += tokens
    self.microdollars += microdollars
  }

  fileprivate mutating func clear() { (requests, unpricedRequests, tokens, microdollars) = (0, 0, 0, 0) }
}
