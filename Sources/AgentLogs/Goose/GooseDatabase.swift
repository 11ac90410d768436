package import JSON
package import SQLite

/// Goose's database: a row for each session whose sums grow, and in newer versions a row for each call.
package struct GooseDatabase: DatabaseSource {
  package let name = Goose.name
  package let tellsGrowth = true

  package init() {}

  package func roots(of home: LogHome) -> [String] { Goose.folders(of: home).map { "\($0)/sessions.db" } }

  package func isLog(_ path: String) -> Bool { path.isEmpty || path == "sessions.db" }

  package func read(
    _ database: Connection, of file: LogFile, memory: inout JSONObject, into findings: inout LogFindings
  ) throws(SQLiteError) {
    guard let table = try LogTable("sessions", in: database, with: ["id", "total_tokens"]) else {
      return findings.skip(.unfamiliar)
    }
    var sessions: [GooseSession] = []
    try table.forEach(in: database, GooseSession.columns, order: "id") { row throws(SQLiteError) in
      if let id = row.text("id") { sessions.append(GooseSession(row, id: id)) } else { findings.skip(.malformed) }
    }
    var reading = GooseReading(sessions, memory)
    let needed = ["id", "session_id", "created_timestamp"]
    if let ledger = try LogTable("usage_ledger", in: database, with: needed) {
      try reading.readLedger(ledger, in: database, into: &findings)
    }
    reading.readSums(into: &findings)
    memory = reading.memory
  }
}
