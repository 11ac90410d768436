import SQLite

/// The newest complete calls in some contexts, found by the quarter hours and sessions in which there are such.
///
/// What is read follows from how many calls are found, not from how many others were made meanwhile.
struct NewestCalls {
  /// How many records of a quarter hour are read sooner than sessions are looked for.
  private static let fewRequests = 16

  private let store: LedgerStore
  private let contexts: ContextBits
  private let filter: ResolvedFilter
  /// How many of the newest records of the ledger may be among them.
  private let mostSeen: Int64
  /// How many records the quarter hours had that were gone through.
  private var seen: Int64 = 0
  /// The place behind the newest `mostSeen` records, once the quarter hours reach that far.
  private var oldest: RecordPosition?
  /// When the sessions began that have such calls and went on until `sessionsSince` or longer.
  private var sessions: [SessionID: Int64] = [:]
  private var sessionsSince = Int64.max

  /// Names the contexts, and the sessions by a filter.
  init(store: LedgerStore, contexts: Set<ContextID>, filter: ResolvedFilter, amongNewest mostSeen: Int64) {
    (self.store, self.filter, self.mostSeen) = (store, filter, mostSeen)
    self.contexts = ContextBits(contexts)
  }

  /// A quarter hour with how many records it has.
  private struct Quarter {
    let number: Int64
    /// Of all contexts.
    var requests: Int64 = 0
    /// Of ours.
    var ours: Int64 = 0

    /// From its beginning to its end.
    var span: MillisecondSpan {
      MillisecondSpan(start: QuarterHour.start(number), end: QuarterHour.start(number + 1))
    }
  }

  /// A call that was found.
  private struct Call {
    let position: RecordPosition
    let output: Int64
    let isComplete: Bool
  }

  /// Returns how many tokens of text and reasoning the newest calls have put out, at most `count`, the newest first.
  mutating func outputs(_ count: Int) throws(SQLiteError) -> [Int64] {
    guard !contexts.isEmpty else { return [] }
    // Earlier quarter hours have only archived calls.
    let first = try store.connection.firstInteger("SELECT timestamp FROM record ORDER BY timestamp LIMIT 1")
    guard let first else { return [] }
    var outputs: [Int64] = []
    var quarter: Quarter?
    try store.connection.read(
      "SELECT quarter, context, requests FROM quarter_total ORDER BY quarter DESC", binding: [],
      until: { row throws(SQLiteError) in
        let number = try row.integer(0)
        if quarter?.number != number {
          if let last = quarter {
            quarter = nil
            outputs += try self.outputs(in: last)
            if outputs.count >= count || last.span.start <= first || isOldest(last) { return true }
          }
          quarter = Quarter(number: try row.slot(0, ofSeconds: QuarterHour.seconds))
        }
        let requests = try row.count(2)
        quarter?.requests += requests
        if contexts.contains(try row.id(1)) { quarter?.ours += requests }
        return false
      })
    if let quarter { outputs += try self.outputs(in: quarter) }
    return Array(outputs.prefix(count))
  }

  private mutating func outputs(in quarter: Quarter) throws(SQLiteError) -> [Int64] {
    seen += quarter.requests
    if seen > mostSeen, oldest == nil { oldest = try store.positionBehindNewest(mostSeen) }
    guard quarter.ours > 0 else { return [] }
    let calls = try calls(in: quarter).filter { $0.isComplete && oldest.map($0.position.isNewer(than:)) != false }
    return calls.sorted { $0.position.isNewer(than: $1.position) }.map(\.output)
  }

  /// Whether no record of earlier quarter hours is among the newest.
  private func isOldest(_ quarter: Quarter) -> Bool {
    oldest.map { $0.milliseconds >= quarter.span.start } ?? false
  }

  /// Returns our calls of a quarter hour, in no order.
  private mutating func calls(in quarter: Quarter) throws(SQLiteError) -> [Call] {
    let span = quarter.span
    guard filter.sessionName != .empty else { return try calls(in: span, "r.session IS NULL", []) }
    if filter.sessionName == nil, quarter.requests <= Self.fewRequests { return try calls(in: span, "TRUE", []) }
    try findSessions(since: span.start)
    // What begins later has no call in this quarter hour or earlier ones.
    sessions = sessions.filter { $0.value < span.end }
    if filter.sessionName == nil, sessions.count >= quarter.requests { return try calls(in: span, "TRUE", []) }
    var calls: [Call] = []
    for session in sessions.keys {
      calls += try self.calls(in: span, "r.session = ?", [session.value])
    }
    // Others have no session, or were archived.
    guard filter.sessionName == nil, calls.count != quarter.ours else { return calls }
    return try self.calls(in: span, "TRUE", [])
  }

  private mutating func findSessions(since start: Int64) throws(SQLiteError) {
    let named = filter.session(of: "t")
    try store.connection.forEach(
      "SELECT t.session, t.context, t.first FROM session_total t WHERE t.last >= ? AND t.last < ?\(named.sql)",
      binding: [.integer(start), .integer(sessionsSince)] + named.values
    ) { row throws(SQLiteError) in
      guard contexts.contains(try row.id(1)) else { return }
      sessions[try row.id(0), default: .max] = min(sessions[try row.id(0), default: .max], try row.integer(2))
    }
    sessionsSince = start
  }

  private func calls(
    in span: MillisecondSpan, _ condition: String, _ values: [SQLValue]
  ) throws(SQLiteError) -> [Call] {
    var calls: [Call] = []
    try store.connection.forEach(
      """
      SELECT r.timestamp, r.id, r.context, r.output + r.output_reasoning, r.status FROM record r
      WHERE \(condition) AND r.timestamp >= ? AND r.timestamp < ?
      """, binding: values + [.integer(span.start), .integer(span.end)]
    ) { row throws(SQLiteError) in
      guard contexts.contains(try row.id(2)) else { return }
      let position = RecordPosition(milliseconds: try row.integer(0), row: try row.integer(1))
      let isComplete = try row.integer(4) == RecordStatus.complete.rawValue
      calls.append(Call(position: position, output: try row.count(3), isComplete: isComplete))
    }
    return calls
  }
}

extension LedgerStore {
  /// Returns the place of the record behind the `count` newest, or one before all records.
  fileprivate func positionBehindNewest(_ count: Int64) throws(SQLiteError) -> RecordPosition {
    try connection.first(
      "SELECT timestamp, id FROM record ORDER BY timestamp DESC, id DESC LIMIT 1 OFFSET ?", .integer(count)
    ) { row throws(SQLiteError) in
      RecordPosition(milliseconds: try row.integer(0), row: try row.integer(1))
    } ?? RecordPosition(milliseconds: .min, row: .min)
  }
}

extension RecordPosition {
  fileprivate func isNewer(than other: RecordPosition) -> Bool {
    (milliseconds, row) > (other.milliseconds, other.row)
  }
}
