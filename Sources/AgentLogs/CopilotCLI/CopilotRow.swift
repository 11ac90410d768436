import CivilTime
import JSON
import SQLite

/// A call as Copilot's database holds it; each version of the database has further columns.
struct CopilotRow {
  let id: Int64
  let session: String?
  let model: String?
  /// The prompt, with what was read from the cache and written to it.
  let tokens: LogTokens
  let nanoUnits: Int64
  let durationMilliseconds: Int64?
  let created: Instant?
  let isOfSubagent: Bool

  /// The columns in the order in which they are read; texts come first.
  private static let texts = ["session_id", "model", "created_at", "agent_id", "parent_tool_call_id", "initiator"]
  private static let numbers = [
    "id", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens",
    "total_nano_aiu", "duration_ms",
  ]

  /// Returns the rows after one, in their order.
  static func all(
    after last: Int64, having columns: Set<String>, in database: Connection
  ) throws(SQLiteError) -> [CopilotRow] {
    // Names of columns cannot be bound; these are the ones above. A cast leaves no value of another type.
    let wanted =
      texts.map { columns.contains($0) ? "CAST(\($0) AS TEXT)" : "NULL" }
      + numbers.map { columns.contains($0) ? "CAST(\($0) AS INTEGER)" : "NULL" }
    return try database.all(
      "SELECT \(wanted.joined(separator: ", ")) FROM assistant_usage_events WHERE id > ? ORDER BY id", .integer(last)
    ) { (row) throws(SQLiteError) in try CopilotRow(row) }
  }

  private init(_ row: borrowing Row) throws(SQLiteError) {
    func text(_ column: String) throws(SQLiteError) -> String? {
      guard let index = Self.texts.firstIndex(of: column) else { return nil }
      let text = try row.optionalText(Int32(index))
      return text.flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
    }
    func number(_ column: String) throws(SQLiteError) -> Int64? {
      guard let index = Self.numbers.firstIndex(of: column) else { return nil }
      let number = try row.optionalInteger(Int32(Self.texts.count + index))
      return number.flatMap { (0...Self.largest).contains($0) ? $0 : nil }
    }
    id = try number("id") ?? 0
    session = try text("session_id")
    model = try text("model")
    tokens = LogTokens(
      prompt: try number("input_tokens") ?? 0, cacheRead: try number("cache_read_tokens") ?? 0,
      cacheWrite: try number("cache_write_tokens") ?? 0, output: try number("output_tokens") ?? 0,
      reasoning: try number("reasoning_tokens") ?? 0)
    nanoUnits = try number("total_nano_aiu") ?? 0
    let (duration, created) = (try number("duration_ms"), try text("created_at"))
    durationMilliseconds = duration.flatMap { $0 > 0 ? $0 : nil }
    self.created = created.flatMap(Self.time)
    let (agent, parent, initiator) = (try text("agent_id"), try text("parent_tool_call_id"), try text("initiator"))
    isOfSubagent = agent != nil || parent != nil || initiator == "sub-agent"
  }

  /// Numbers above this are no counts: a hundred thousand AI units are a thousand dollars.
  private static let largest: Int64 = 100_000_000_000_000

  private static func time(_ text: String) -> Instant? {
    Instant(lenient: text) ?? JSONNumber(lexeme: text).flatMap { Instant(logged: $0) }
  }
}
