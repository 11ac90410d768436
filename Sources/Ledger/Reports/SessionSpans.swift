import CivilTime
import SQLite

/// Finds in which of several spans of time a session has a record.
struct SessionSpans {
  /// Where records are.
  let store: LedgerStore
  /// Which of them count.
  let filter: ResolvedFilter
  /// Columns of `context` (as `c.agent`) by whose texts sessions are told apart too.
  let columns: [String]
  /// Spans that follow each other; between them there are no records.
  let spans: [MillisecondSpan]

  /// Calls of a session in one context, and when the first and the last of them were made.
  private struct Stay {
    let texts: UsageCells.Key
    let session: SessionID
    let context: ContextID
    let first, last: Int64
  }

  /// Calls `body` with each span, texts and session of which there is a record, at least once.
  func forEach(_ body: (_ span: Int, _ texts: UsageCells.Key, _ session: SessionID) -> Void) throws(SQLiteError) {
    for stay in try stays() {
      var time = stay.first >= spans[0].start ? stay.first : try next(stay, from: spans[0].start)
      while let known = time, let place = place(of: known) {
        body(place, stay.texts, stay.session)
        guard stay.last >= spans[place].end else { break }
        time = try next(stay, from: spans[place].end)
      }
    }
  }

  private func stays() throws(SQLiteError) -> [Stay] {
    guard let first = spans.first, let last = spans.last else { return [] }
    let session = filter.session(of: "t")
    let count = Int32(columns.count)
    return try store.connection.all(
      """
      SELECT \(columns.map { $0 + ", " }.joined())t.session, t.context, t.first, t.last
      FROM session_total t CROSS JOIN context c ON c.id = t.context
      WHERE t.last >= ? AND t.first < ?\(session.sql)\(filter.contextSQL)
      """, binding: [.integer(first.start), .integer(last.end)] + session.values + filter.contextValues
    ) { row throws(SQLiteError) in
      var texts: UsageCells.Key = []
      for index in 0..<count { texts.append(try row.integer(index)) }
      return Stay(
        texts: texts, session: try row.id(count), context: try row.id(count + 1),
        first: try row.time(count + 2).milliseconds, last: try row.time(count + 3).milliseconds)
    }
  }

  /// The span that holds a moment of which there is a record; nil behind the last.
  private func place(of time: Int64) -> Int? {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end > time { high = middle } else { low = middle + 1 }
    }
    return low < spans.count && spans[low].start <= time ? low : nil
  }

  /// The time of the first record from `time` on, in the file or archived; the latter by quarter hours.
  private func next(_ stay: Stay, from time: Int64) throws(SQLiteError) -> Int64? {
    let (session, context) = (stay.session.value, stay.context.value)
    var first: Int64?
    for rows in CountedRows.allCases {
      let behind = rows.within(time, .max)
      let found = try store.connection.first(
        """
        SELECT \(rows.time) FROM \(rows.table) WHERE t.session = ? AND t.context = ? AND \(behind.sql)
        ORDER BY \(rows.time) LIMIT 1
        """, binding: [session, context] + behind.values
      ) { row throws(SQLiteError) in try rows.milliseconds(row, 0) }
      first = [first, found].compactMap(\.self).min()
    }
    return first
  }
}
