package import CivilTime
package import Pricing
import SQLite

/// A call of a session, as far as what it used bears on what it cost.
package struct SessionCall: Sendable, Hashable {
  /// When it was made.
  package var time: Instant
  /// What it used: tokens of text, fresh and cached, and the answer.
  package var usage: Usage
}

/// The calls of one agent to one model in a session, in the order of time.
package struct SessionThread: Sendable, Hashable {
  /// What tells threads of a session apart.
  package struct Context: Sendable, Hashable {
    /// Whose calls they are; empty where no agent was named.
    package var agent: String
    /// The provider whose prices were applied.
    package var provider: String
    /// The catalog's id of the model.
    package var pricedAs: String
    /// `batch`, `flex` and so on; empty for standard service.
    package var serviceTier: String
    /// The processing region; empty when not said.
    package var region: String
  }

  /// Who called what.
  package var context: Context
  /// The calls.
  package var calls: [SessionCall]
}

/// The sessions of a period, call after call.
package struct SessionCourses: Sendable, Hashable {
  /// Those that were read, the costliest first.
  package var read: [[SessionThread]] = []
  /// How many there are, read or not; those known to have no such calls left out.
  package var count = 0
}

extension Ledger {
  /// How many of the sessions that were used last are weighed by their totals.
  package static let weighedSessionRows: Int64 = 20_000
  /// How many calls are read, so that nobody waits.
  package static let readCalls: Int64 = 5_000

  /// Returns the calls of the sessions of `period`, kept apart by agent, model, tier and region.
  ///
  /// Calls billed by the catalog for tokens of text alone; sessions of at least `calls` calls. Reads the totals of at
  /// most ``weighedSessionRows`` sessions and models, and at most ``readCalls`` records: those of the sessions that
  /// cost most.
  package func sessionCourses(
    of period: Period, filter: UsageFilter, calls: Int64
  ) throws(LedgerError) -> SessionCourses {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return SessionCourses() }
      let sessions = try store.costliestSessions(span, filter, calls: calls)
      var courses = SessionCourses(count: sessions.count)
      var left = Self.readCalls
      for session in sessions {
        let threads = try store.threads(of: session, in: span, filter, most: left)
        left -= threads.reduce(0) { $0 + Int64($1.calls.count) }
        // One that is cut short would prove less than it seems to.
        guard left > 0 else { break }
        // Archived, or billed otherwise: there is nothing to look at.
        if threads.isEmpty { courses.count -= 1 } else { courses.read.append(threads) }
      }
      return courses
    }
  }
}

extension LedgerStore {
  /// Returns the sessions of at least `calls` calls, the costliest first.
  fileprivate func costliestSessions(
    _ span: MillisecondSpan, _ filter: ResolvedFilter, calls: Int64
  ) throws(SQLiteError) -> [SessionID] {
    let session = filter.session(of: "t")
    let values = [SQLValue.integer(span.start), .integer(span.end)] + session.values + filter.contextValues
    var sums: [SessionID: (calls: Int64, picodollars: Int128)] = [:]
    try connection.forEach(
      """
      SELECT t.session, t.requests, t.dollars, t.picodollars
      FROM session_total t \(filter.contextJoin(of: "t"))
      WHERE t.last >= ? AND t.first < ?\(session.sql)\(filter.contextSQL)
      ORDER BY t.last DESC LIMIT ?
      """, binding: values + [.integer(Ledger.weighedSessionRows)]
    ) { row throws(SQLiteError) in
      let cost = Money(dollars: try row.count(2), picodollars: try row.count(3)).picodollars
      let sum = sums[try row.id(0)] ?? (0, 0)
      sums[try row.id(0)] = (sum.calls + (try row.count(1)), sum.picodollars + cost)
    }
    let long = sums.filter { $0.value.calls >= calls }
    return long.sorted { ($1.value.picodollars, $0.key.number) < ($0.value.picodollars, $1.key.number) }.map(\.key)
  }

  fileprivate func threads(
    of session: SessionID, in span: MillisecondSpan, _ filter: ResolvedFilter, most: Int64
  ) throws(SQLiteError) -> [SessionThread] {
    var threads: [SessionThread] = []
    var places: [[TextID]: Int] = [:]
    let values = [session.number, span.start, span.end, CostKind.catalog.rawValue].map(SQLValue.integer)
    try connection.forEach(
      Self.selectCalls + "\(filter.contextSQL) ORDER BY r.timestamp, r.id LIMIT ?",
      binding: values + filter.contextValues + [.integer(most)]
    ) { row throws(SQLiteError) in
      let key = try Self.contextKey(row)
      let place: Int
      if let known = places[key] {
        place = known
      } else {
        place = threads.count
        places[key] = place
        threads.append(SessionThread(context: try self.context(key), calls: []))
      }
      threads[place].calls.append(try Self.call(row))
    }
    return threads
  }

  /// Calls billed for text alone; what else is counted has columns or units of its own.
  private static let selectCalls = """
    SELECT c.agent, c.provider, c.priced_as, c.service_tier, c.region, r.timestamp, r.input, r.cache_read,
      r.cache_write, r.cache_write_1h, r.output, r.output_reasoning
    FROM record r CROSS JOIN context c ON c.id = r.context
    WHERE r.session = ? AND r.timestamp >= ? AND r.timestamp < ? AND c.cost_kind = ? AND r.units IS NULL
      AND r.cache_write_12h + r.input_audio + r.cache_read_audio + r.cache_write_audio + r.input_image
        + r.cache_read_image + r.input_video + r.output_audio + r.output_image + r.output_video + r.citation = 0
    """

  private static func contextKey(_ row: borrowing Row) throws(SQLiteError) -> [TextID] {
    var key: [TextID] = []
    for column in 0..<5 as Range<Int32> { key.append(try row.id(column)) }
    return key
  }

  private func context(_ key: [TextID]) throws(SQLiteError) -> SessionThread.Context {
    var words: [String] = []
    for id in key { words.append(try text(id)) }
    return SessionThread.Context(
      agent: words[0], provider: words[1], pricedAs: words[2], serviceTier: words[3], region: words[4])
  }

  private static func call(_ row: borrowing Row) throws(SQLiteError) -> SessionCall {
    var usage = Usage()
    let meters: [Meter] = [.input, .cacheRead, .cacheWrite, .cacheWrite1h, .output, .outputReasoning]
    for (index, meter) in meters.enumerated() {
      let count = try row.count(Int32(6 + index))
      if count != 0 { usage[meter] = count }
    }
    return SessionCall(time: try row.time(5), usage: usage)
  }
}
