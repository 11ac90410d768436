package import CivilTime
import SQLite

/// Five hours that begin at the full hour of the first call in them, in UTC: Claude Code counts its allowance so.
///
/// A call at its end, or behind it, begins the next one.
package struct WorkBlock: Sendable, Hashable {
  /// How long it lasts, in milliseconds.
  package static let milliseconds: Int64 = 5 * hour
  fileprivate static let hour: Int64 = 3_600_000

  /// The full hour of its first call.
  package let began: Instant
  /// The first instant that does not belong to it.
  package var ended: Instant { began.adding(milliseconds: Self.milliseconds) }
  /// Its time as a period.
  package var period: Period { Period(since: began, until: ended) }

  /// Creates the block that a call at `time`, or any other call in its hour, begins.
  init(firstCall time: Instant) { began = Self.startOfHour(time) }

  /// Returns the full hour in which a time lies.
  fileprivate static func startOfHour(_ time: Instant) -> Instant {
    Instant(milliseconds: floorDivide(time.milliseconds, by: hour) * hour)
  }
}

extension Ledger {
  /// Returns the blocks of which at least a part lies in `period`, oldest first.
  ///
  /// Quarter hours tell them exactly, those of archived calls too: a block begins and ends with a quarter hour.
  package func workBlocks(of period: Period, filter: UsageFilter) throws(LedgerError) -> [WorkBlock] {
    try consistently { () throws(LedgerError) in
      guard let recorded = try recordedPeriod(), let first = recorded.since, let last = recorded.until
      else { return [] }
      let since = max(period.since ?? first, first)
      let until = min(period.until ?? last, last)
      guard since < until else { return [] }
      let from = try rest(before: WorkBlock.startOfHour(since), noEarlierThan: first, filter)
      var blocks: [WorkBlock] = []
      // To the end of an hour: a call behind the period may begin a block within it.
      let end = WorkBlock.startOfHour(until.adding(milliseconds: WorkBlock.hour - 1))
      try forEachQuarter(pricedIn: from..<end, filter: filter) { quarter in
        guard blocks.last.map({ $0.ended <= quarter.start }) ?? true else { return }
        blocks.append(WorkBlock(firstCall: quarter.start))
      }
      return blocks.filter { $0.ended > since }
    }
  }

  /// Returns the time of the first call in `block` that is not archived; nil where there is none.
  package func firstCall(in block: WorkBlock, filter: UsageFilter) throws(LedgerError) -> Instant? {
    try readingRows { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return nil }
      let session = filter.session(of: "t")
      return try store.connection.first(
        """
        SELECT t.timestamp FROM record t \(filter.contextJoin(of: "t"))
        WHERE t.timestamp >= ? AND t.timestamp < ?\(session.sql)\(filter.contextSQL) ORDER BY t.timestamp LIMIT 1
        """,
        binding: [block.began, block.ended].map { .integer($0.milliseconds) } + session.values + filter.contextValues
      ) { row throws(SQLiteError) in try row.time(0) }
    }
  }

  /// Returns a time at or before `hour` at which no block is running: five hours without a call are before it.
  ///
  /// Which block a call is in depends on the call before it, and so on, back to such a rest.
  private func rest(
    before hour: Instant, noEarlierThan first: Instant, _ filter: UsageFilter
  ) throws(LedgerError) -> Instant {
    var days: Int64 = 1
    while true {
      let start = hour.adding(milliseconds: 0 - days * Instant.millisecondsPerDay)
      guard start > first else { return WorkBlock.startOfHour(first) }
      var (idleSince, rest) = (start, nil as Instant?)
      func meet(_ time: Instant) {
        if time >= idleSince.adding(milliseconds: WorkBlock.milliseconds) { rest = time }
      }
      try forEachQuarter(pricedIn: start..<hour, filter: filter) { quarter in
        meet(quarter.start)
        idleSince = quarter.start.adding(milliseconds: QuarterHour.milliseconds)
      }
      meet(hour)
      if let rest { return rest }
      days *= 2
    }
  }
}
