import CivilTime
import Pricing
import SQLite

/// Quantities that totals do not tell, by the same keys as the sums of ``UsageCells``.
extension UsageCells {
  /// What the totals of one key do not tell, as ``MeterTotals/parts(of:)``.
  typealias Parts = [Meter: Int64]

  /// Adds the parts of a whole span; a question about sessions is answered by their records.
  func addParts(_ span: MillisecondSpan, to parts: inout [Key: Parts]) throws(SQLiteError) {
    guard filter.sessionName == nil else { return try addRecordParts(span.start, span.end, to: &parts) }
    for segment in PeriodSegment.covering(from: span.start, to: span.end) {
      switch segment {
      case .days(let first, let end): try addSlotParts(Instant.secondsPerDay, first, end, to: &parts)
      case .quarters(let first, let end): try addSlotParts(QuarterHour.seconds, first, end, to: &parts)
      case .records(let first, let end): try addRecordParts(first, end, to: &parts)
      }
    }
  }

  private func addSlotParts(
    _ seconds: Int64, _ first: Int64, _ end: Int64, to parts: inout [Key: Parts]
  ) throws(SQLiteError) {
    try collect(
      """
      SELECT \(keyColumns)t.meter, sum(t.quantity) FROM meter_total t CROSS JOIN context c ON c.id = t.context
      WHERE t.seconds = ? AND t.slot >= ? AND t.slot < ?\(filter.contextSQL) \(partGrouping)
      """, [seconds, first, end].map(SQLValue.integer) + filter.contextValues, to: &parts
    ) { row, column throws(SQLiteError) in
      UInt8(exactly: try row.integer(column)).flatMap(Meter.init(rawValue:))
    }
  }

  private func addRecordParts(
    _ first: Int64, _ end: Int64, to parts: inout [Key: Parts]
  ) throws(SQLiteError) {
    let session = filter.session(of: "r")
    let condition = "r.timestamp >= ? AND r.timestamp < ?\(session.sql)\(filter.contextSQL)"
    let values = [SQLValue.integer(first), .integer(end)] + session.values + filter.contextValues
    for source in Self.recordParts {
      try collect(
        """
        SELECT \(keyColumns)\(source.part) FROM record r CROSS JOIN context c ON c.id = r.context\(source.join)
        WHERE \(condition) AND \(source.condition) \(partGrouping)
        """, values, to: &parts
      ) { row, column throws(SQLiteError) in Meter(name: try row.text(column)) }
    }
  }

  /// Where a record holds parts: its columns, each named after its meter, and its units.
  private static let recordParts: [(part: String, join: String, condition: String)] =
    StoredRecord.tokenMeters.filter(MeterTotals.keeps).map {
      ("'\($0.name)', sum(r.\($0.name))", "", "r.\($0.name) <> 0")
    } + [
      (
        "u.key, sum(u.value - (u.key = 'request'))", " CROSS JOIN json_each(r.units) u", "json_valid(r.units)"
      )
    ]

  private func collect(
    _ sql: String, _ values: [SQLValue], to parts: inout [Key: Parts],
    meter: (borrowing Row, Int32) throws(SQLiteError) -> Meter?
  ) throws(SQLiteError) {
    let count = Int32(columns.count)
    try store.connection.forEach(sql, binding: values) { row throws(SQLiteError) in
      var key: Key = []
      for index in 0..<count { key.append(try row.integer(index)) }
      guard let meter = try meter(row, count) else { return }
      parts[key, default: [:]][meter, default: 0] += try row.count(count + 1)
    }
  }

  private var keyColumns: String { columns.map { $0 + ", " }.joined() }
  private var partGrouping: String {
    "GROUP BY " + (1...columns.count + 1).map(String.init).joined(separator: ", ")
  }
}
