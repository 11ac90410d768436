package import JSON
package import SQLite

/// The databases of GitHub Copilot CLI and of its desktop app, with one row for each call.
package struct CopilotCLIDatabase: DatabaseSource {
  package let name = "copilot-cli"

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    let folder = CopilotCLI.folder(of: home)
    return ["\(folder)/\(CopilotStore.name)", "\(folder)/data.db"]
  }

  package func isLog(_ path: String) -> Bool {
    path.isEmpty || [CopilotStore.name, "data.db"].contains(path.split(separator: "/").last.map(String.init))
  }

  package func read(
    _ database: Connection, of file: LogFile, memory: inout JSONObject, into findings: inout LogFindings
  ) throws(SQLiteError) {
    let columns = try CopilotStore.columns(of: "assistant_usage_events", in: database)
    guard columns.isSuperset(of: ["id", "session_id"]) else { return }
    let newest = try database.firstInteger("SELECT coalesce(max(id), 0) FROM assistant_usage_events") ?? 0
    // Fewer rows than were read: the database was made anew.
    let last = memory.count("row") <= newest ? memory.count("row") : 0
    var rows = CopilotRows(of: file, in: database)
    for row in try CopilotRow.all(after: last, having: columns, in: database) { try rows.take(row, into: &findings) }
    memory["row"] = .number(JSONNumber(newest))
  }
}
