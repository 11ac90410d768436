package import JSON
package import SQLite

/// The program `llm` by Simon Willison, with its database of responses.
///
/// Older versions write a row to `responses`, newer ones to `turns`; both give it an id that is unique by its time.
///
/// - Source: USAGE_SOURCES, 3.11 and 3.0; simonw/llm, `llm/migrations.py`.
package struct LLM: DatabaseSource {
  package let name = "llm"
  private static let columns = [
    "rowid", "id", "model", "resolved_model", "conversation_id", "thread_id", "datetime_utc", "duration_ms",
    "input_tokens", "output_tokens", "token_details",
  ]

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    let parent = home.isMac ? home.applicationSupport : home.configFolder
    return ["\(home.named("LLM_USER_PATH") ?? "\(parent)/io.datasette.llm")/logs.db"]
  }

  package func isLog(_ path: String) -> Bool { path.isEmpty || path == "logs.db" }

  package func read(
    _ database: Connection, of file: LogFile, memory: inout JSONObject, into findings: inout LogFindings
  ) throws(SQLiteError) {
    var isFamiliar = false
    for name in ["responses", "turns"] {
      guard let table = try LogTable(name, in: database, with: ["id", "model", "datetime_utc", "input_tokens"]) else {
        continue
      }
      isFamiliar = true
      var mark = try RowMark(memory, of: table, in: database)
      let ids = try Self.responseIDs(of: table, in: database, above: mark.row)
      try table.forEach(in: database, Self.columns, where: "rowid > ?", [.integer(mark.row)]) {
        row throws(SQLiteError) in
        mark.note(row, updated: "")
        LLMCall(row, responseID: row.integer("rowid").flatMap { ids[$0] }).add(to: &findings)
      }
      memory[name] = mark.memory
    }
    if !isFamiliar { findings.skip(.unfamiliar) }
  }

  /// The providers' ids of the responses, by the number of the row; the answer around them is not read.
  private static func responseIDs(
    of table: LogTable, in database: Connection, above row: Int64
  ) throws(SQLiteError) -> [Int64: String] {
    guard table.has("response_json") else { return [:] }
    var ids: [Int64: String] = [:]
    try database.forEach(
      """
      SELECT rowid, CAST(json_extract(response_json, '$.id') AS TEXT) FROM "\(table.name)"
      WHERE rowid > ? AND json_valid(response_json)
      """, .integer(row)
    ) { row throws(SQLiteError) in
      if let id = try row.optionalText(1) { ids[try row.integer(0)] = id }
    }
    return ids
  }
}
