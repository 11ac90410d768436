package import JSON
package import SQLite

/// OpenCode's databases, one for each channel of its releases: a row for each message.
///
/// Messages of the first version are in `message`, those of the second in `session_message`; a database may have both.
package struct OpenCodeDatabase: DatabaseSource {
  package let name = OpenCode.name
  private static let columns = ["rowid", "id", "session_id", "type", "seq", "time_created", "time_updated", "data"]

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    let folder = OpenCode.folder(of: home)
    guard let named = home.named("OPENCODE_DB"), named != ":memory:" else { return [folder] }
    return [folder, named.hasPrefix("/") ? named : "\(folder)/\(named)"]
  }

  package func isLog(_ path: String) -> Bool {
    path.isEmpty || path == "opencode.db" || path.hasPrefix("opencode-") && path.hasSuffix(".db") && !path.contains("/")
  }

  // Everything that OpenCode keeps is in the folders beside it.
  package func mayHoldLogs(_ path: String) -> Bool { false }

  package func read(
    _ database: Connection, of file: LogFile, memory: inout JSONObject, into findings: inout LogFindings
  ) throws(SQLiteError) {
    var isFamiliar = false
    var sessions: OpenCodeSessions?
    for name in ["message", "session_message"] {
      guard let table = try LogTable(name, in: database, with: ["id", "session_id", "data"]) else { continue }
      isFamiliar = true
      var mark = try RowMark(memory, of: table, in: database)
      let isDated = table.has("time_updated")
      // In the order of their ids, which is that of time: a copy comes after what it was made of.
      try table.forEach(
        in: database, Self.columns, where: isDated ? RowMark.condition(updated: "time_updated") : "rowid > ?",
        isDated ? mark.values : Array(mark.values.prefix(1)), order: "id"
      ) { row throws(SQLiteError) in
        mark.note(row, updated: "time_updated")
        if sessions == nil { sessions = try OpenCodeSessions(database) }
        if let sessions { read(row, sessions, &findings) }
      }
      memory[name] = mark.memory
    }
    if !isFamiliar { findings.skip(.unfamiliar) }
  }

  private func read(_ row: NamedRow, _ sessions: OpenCodeSessions, _ findings: inout LogFindings) {
    findings.place = row.integer("rowid") ?? 0
    guard let id = row.text("id"), let session = row.text("session_id"), let message = OpenCodeMessage(row) else {
      return findings.skip(.malformed)
    }
    guard message.isCall(type: row.text("type")) else { return }
    guard !sessions.isCopied(seq: row.integer("seq"), of: session) else { return findings.skip(.replayed) }
    message.add(
      id: id, session: sessions.root(of: session), isSubagent: sessions[session]?.parent != nil,
      folder: sessions[session]?.folder, created: row.instant("time_created"), to: &findings)
  }
}
