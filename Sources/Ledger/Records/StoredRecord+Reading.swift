import CivilTime
import JSON
import Pricing
import SQLite

extension StoredRecord {
  /// The rows of records with their texts, in the order that ``init(row:)`` reads; a condition follows.
  static let select = """
    SELECT r.id, r.public_id, r.timestamp, r.recorded_at, r.context, r.session, r.status, c.cost_kind,
      user.value, name.value, project.value, agent.value, mode.value, operation.value, source.value,
      machine.value, provider.value, model.value, priced.value, tier.value, region.value, price.value,
      r.units, r.options, r.cost, r.catalog_cost, r.reported_cost, r.duration_ms, r.message_id, r.tool_calls,
      r.metadata, r.input, r.cache_read, r.cache_write, r.cache_write_1h, r.cache_write_12h, r.input_audio,
      r.cache_read_audio, r.cache_write_audio, r.input_image, r.cache_read_image, r.input_video, r.output,
      r.output_reasoning, r.output_audio, r.output_image, r.output_video, r.citation, r.reports,
      \(AdjustedFigure.allCases.map { "r." + $0.column }.joined(separator: ", "))
    FROM record r CROSS JOIN context c ON c.id = r.context
      JOIN text user ON user.id = c.user_id JOIN text project ON project.id = c.project_id
      JOIN text agent ON agent.id = c.agent JOIN text mode ON mode.id = c.mode
      JOIN text operation ON operation.id = c.operation JOIN text source ON source.id = c.source
      JOIN text machine ON machine.id = c.machine JOIN text provider ON provider.id = c.provider
      JOIN text model ON model.id = c.model JOIN text priced ON priced.id = c.priced_as
      JOIN text tier ON tier.id = c.service_tier JOIN text region ON region.id = c.region
      JOIN text price ON price.id = r.price_row
      LEFT JOIN session s ON s.id = r.session LEFT JOIN text name ON name.id = s.name
    """

  /// Reads a row of ``select``.
  init(row: borrowing Row) throws(SQLiteError) {
    do throws(SQLiteError) {
      try self.init(reading: row)
    } catch {
      throw error.inRow(try row.integer(0))
    }
  }

  private init(reading row: borrowing Row) throws(SQLiteError) {
    let usage = try Self.usage(row)
    let timestamp = try row.time(2)
    var facts = CallFacts(
      userID: try row.text(8), source: try row.text(14), model: try row.text(17), usage: usage,
      timestamp: timestamp)
    try Self.readDimensions(row, into: &facts)
    try Self.readDetails(row, into: &facts)
    self.init(
      id: try row.recordID(1), facts: facts, price: try Self.price(row),
      recordedAt: try row.time(3),
      reports: try Self.reports(row, of: facts), adjusted: try Self.adjusted(row), row: try row.id(0),
      context: try row.id(4), session: try row.optionalID(5))
  }

  private static func reports(_ row: borrowing Row, of facts: CallFacts) throws(SQLiteError) -> [CallFacts] {
    guard let reports = CallReports.parsed(try row.optionalText(48), of: facts) else {
      throw row.damage(48, "holds no reports of a call")
    }
    for report in reports { guard isCounted(report.usage) else { throw row.damage(48, "holds no count") } }
    return reports
  }

  private static func adjusted(_ row: borrowing Row) throws(SQLiteError) -> [AdjustedFigure: Int64] {
    var figures: [AdjustedFigure: Int64] = [:]
    for (figure, column) in zip(AdjustedFigure.allCases, Int32(49)...) where !row.isNull(column) {
      figures[figure] = try row.figure(column, of: figure)
    }
    return figures
  }

  /// Whether a call can have counted so much.
  private static func isCounted(_ usage: Usage) -> Bool {
    usage.entries.allSatisfy { (0...Ledger.largestQuantity * $0.meter.scale).contains($0.quantity) }
  }

  private static func readDimensions(
    _ row: borrowing Row, into facts: inout CallFacts
  ) throws(SQLiteError) {
    facts.sessionID = try row.optionalText(9) ?? ""
    facts.projectID = try row.text(10)
    facts.agent = try row.text(11)
    facts.mode = try row.text(12)
    facts.operation = try row.text(13)
    facts.machine = try row.text(15)
    facts.provider = try row.text(16)
    facts.serviceTier = try row.text(19)
    facts.region = try row.text(20)
  }

  private static func readDetails(_ row: borrowing Row, into facts: inout CallFacts) throws(SQLiteError) {
    facts.status = RecordStatus(rawValue: try row.integer(6)) ?? .complete
    facts.options = parsed(try row.optionalText(23)).compactMapValues(\.string)
    facts.reportedCost = money(try row.optionalInteger(26))
    facts.durationMilliseconds = try row.optionalInteger(27)
    facts.messageID = try row.optionalText(28)
    facts.toolCalls = list(try row.optionalText(29))
    facts.metadata = try row.optionalText(30)
  }

  private static func price(_ row: borrowing Row) throws(SQLiteError) -> AppliedPrice {
    AppliedPrice(
      provider: try row.text(16), pricedAs: try row.text(18),
      kind: CostKind(rawValue: try row.integer(7)) ?? .unpriced, cost: money(try row.optionalInteger(24)),
      catalogCost: money(try row.optionalInteger(25)), row: try row.text(21))
  }

  private static func usage(_ row: borrowing Row) throws(SQLiteError) -> Usage {
    var usage = Usage()
    for (index, meter) in tokenMeters.enumerated() {
      let count = try row.integer(Int32(31 + index), in: 0...Ledger.largestQuantity)
      if count != 0 { usage[meter] = count }
    }
    for (name, value) in parsed(try row.optionalText(22)) {
      if let meter = Meter(name: name), let quantity = value.number?.int64 { usage[meter] = quantity }
    }
    guard isCounted(usage) else { throw row.damage(22, "holds no count") }
    return usage
  }

  private static func money(_ picodollars: Int64?) -> Money? {
    picodollars.map { Money(picodollars: Int128($0)) }
  }

  private static func parsed(_ text: String?) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (key, value) in json(text)?.object ?? JSONObject() { members[key] = value }
    return members
  }

  private static func list(_ text: String?) -> [String] { (json(text)?.array ?? []).compactMap(\.string) }

  /// The program's own JSON in a text column.
  private static func json(_ text: String?) -> JSONValue? {
    guard let text else { return nil }
    do {
      return try JSONParser.parse(Array(text.utf8))
    } catch {
      // Only a hand that edited the file can have left this; the counts next to it still hold.
      return nil
    }
  }
}
