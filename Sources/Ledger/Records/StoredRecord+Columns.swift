import CivilTime
import JSON
import Pricing
import SQLite

extension StoredRecord {
  /// The token meters in the order of their columns.
  static let tokenMeters: [Meter] = [
    .input, .cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h, .inputAudio, .cacheReadAudio,
    .cacheWriteAudio, .inputImage, .cacheReadImage, .inputVideo, .output, .outputReasoning, .outputAudio,
    .outputImage, .outputVideo, .citation,
  ]

  /// The columns that a later report may change, in the order of ``values(priceRow:)``.
  private static let changing =
    ["timestamp", "context", "session", "status"] + tokenMeters.map(\.name) + [
      "units", "options", "cost", "catalog_cost", "reported_cost", "price_row", "duration_ms", "message_id",
      "tool_calls", "metadata", "reports",
    ]

  /// Adds a row; its values are those of ``newRow(priceRow:)``.
  static let insert = """
    INSERT INTO record (public_id, recorded_at, \(changing.joined(separator: ", ")))
    VALUES (?, ?\(String(repeating: ", ?", count: changing.count)))
    """

  /// Adds a row of nothing but the common tokens, whose values ``bindPlainColumns(priceRow:to:)`` binds.
  ///
  /// Nearly every call is one: what it has not is part of the statement, and need not be bound.
  static let insertPlain = """
    INSERT INTO record (public_id, timestamp, recorded_at, context, session, status, input, cache_read,
      cache_write, cache_write_1h, output, output_reasoning, cost, catalog_cost, reported_cost, price_row,
      duration_ms, message_id, metadata, cache_write_12h, input_audio, cache_read_audio, cache_write_audio,
      input_image, cache_read_image, input_video, output_audio, output_image, output_video, citation)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    """

  /// Writes over a row; its values are those of ``changedRow(priceRow:)``.
  static let replace = """
    UPDATE record SET \((changing + AdjustedFigure.allCases.map(\.column)).map { $0 + " = ?" }.joined(separator: ", "))
    WHERE id = ?
    """

  /// Whether ``insertPlain`` can hold the record.
  var isPlain: Bool {
    facts.options.isEmpty && facts.toolCalls.isEmpty && reports.isEmpty
      && facts.usage.entries.allSatisfy { !MeterTotals.keeps($0.meter) }
  }

  /// Binds the values of ``insertPlain``.
  func bindPlainColumns(priceRow: TextID, to parameters: inout Parameters) throws(SQLiteError) {
    try parameters.add(bytesOf: id.words)
    try parameters.add(facts.timestamp.milliseconds)
    try parameters.add(recordedAt.milliseconds)
    try parameters.add(context.number)
    try parameters.add(session?.number)
    try parameters.add(facts.status.rawValue)
    for meter in Self.plainMeters { try parameters.add(facts.usage[meter]) }
    try parameters.add(Self.picodollars(price.cost))
    try parameters.add(Self.picodollars(price.catalogCost))
    try parameters.add(Self.picodollars(facts.reportedCost))
    try parameters.add(priceRow.number)
    try parameters.add(facts.durationMilliseconds)
    try parameters.add(facts.messageID)
    try parameters.add(facts.metadata)
  }

  /// The token meters of ``insertPlain``, which totals tell.
  private static let plainMeters: [Meter] = [
    .input, .cacheRead, .cacheWrite, .cacheWrite1h, .output, .outputReasoning,
  ]

  /// The values of ``insert``: nobody has corrected a new record.
  func newRow(priceRow: TextID) -> [SQLValue] {
    values(priceRow: priceRow, behind: [.blob(id.bytes), .integer(recordedAt.milliseconds)])
  }

  /// The values of ``replace``.
  func changedRow(priceRow: TextID) -> [SQLValue] {
    values(priceRow: priceRow) + AdjustedFigure.allCases.map { SQLValue(adjusted[$0]) } + [row.value]
  }

  private func values(priceRow: TextID, behind start: [SQLValue] = []) -> [SQLValue] {
    var values = start
    values.reserveCapacity(start.count + Self.changing.count + AdjustedFigure.allCases.count + 1)
    values += [
      .integer(facts.timestamp.milliseconds), context.value, SQLValue(session?.number), .integer(facts.status.rawValue),
    ]
    for meter in Self.tokenMeters { values.append(.integer(facts.usage[meter])) }
    values += [
      SQLValue(Self.units(of: facts.usage)), SQLValue(Self.text(of: facts.options)),
      SQLValue(Self.picodollars(price.cost)), SQLValue(Self.picodollars(price.catalogCost)),
      SQLValue(Self.picodollars(facts.reportedCost)), priceRow.value, SQLValue(facts.durationMilliseconds),
      SQLValue(facts.messageID), SQLValue(Self.text(of: facts.toolCalls)), SQLValue(facts.metadata),
      SQLValue(CallReports.text(of: reports)),
    ]
    return values
  }

  /// The units that are not tokens, as a JSON object in the scale of their meters, or nil when there are none.
  private static func units(of usage: Usage) -> String? {
    var object = JSONObject()
    for entry in usage.entries where !entry.meter.isToken {
      object.append(entry.meter.name, .number(JSONNumber(entry.quantity)))
    }
    return object.isEmpty ? nil : JSONWriter.string(.object(object))
  }

  private static func text(of options: [String: String]) -> String? {
    guard !options.isEmpty else { return nil }
    var object = JSONObject()
    for (name, value) in options.sorted(by: { $0.key < $1.key }) { object.append(name, .string(value)) }
    return JSONWriter.string(.object(object))
  }

  private static func text(of names: [String]) -> String? {
    names.isEmpty ? nil : JSONWriter.string(.array(names.map(JSONValue.string)))
  }

  /// A record's amount fits 64 bits, because one above a million dollars is refused.
  private static func picodollars(_ money: Money?) -> Int64? { money.map { Int64($0.picodollars) } }
}
