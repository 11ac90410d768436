import CivilTime
import JSON
import Ledger
import SQLite

/// Makes calls of the rows of one of Copilot's databases.
struct CopilotRows {
  private let file: LogFile
  private let database: Connection
  /// The folder of the program where this is the desktop app's database, of which some sessions may also be in the
  /// command line's.
  private let otherFolder: String?
  private var sessions: [String: Session] = [:]

  /// What the database says of a session.
  private struct Session {
    var folder: String?
    var branch: String?
    /// Whether its calls are in the other database.
    var isElsewhere = false
  }

  /// Takes up a database.
  init(of file: LogFile, in database: Connection) {
    self.file = file
    self.database = database
    let parent = "/" + file.path.split(separator: "/").dropLast().joined(separator: "/")
    otherFolder = file.name == CopilotStore.name ? nil : parent
  }

  /// Adds the call of a row.
  mutating func take(_ row: CopilotRow, into findings: inout LogFindings) throws(SQLiteError) {
    findings.place = row.id
    guard !row.tokens.isEmpty else { return findings.skip(.empty) }
    let id = row.session ?? ""
    let session = try self.session(id)
    guard !session.isElsewhere else { return findings.skip(.elsewhere) }
    let model = row.model.map(CopilotCLI.model) ?? "unknown"
    let time = row.created ?? file.modified
    var facts = CallFacts(userID: "", source: "copilot-cli", model: model, usage: row.tokens.usage, timestamp: time)
    facts.sessionID = id
    facts.agent = row.isOfSubagent ? "copilot-cli/subagent" : "copilot-cli"
    facts.reportedCost = CopilotCounters.cost(nanoUnits: row.nanoUnits)
    facts.durationMilliseconds = row.durationMilliseconds
    let place = otherFolder == nil ? "row" : "row of the app"
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: "copilot-cli", id: "\(id) \(place) \(row.id)")])
    call.folder = session.folder
    call.branch = session.branch
    findings.add(call)
  }

  private mutating func session(_ id: String) throws(SQLiteError) -> Session {
    if let known = sessions[id] { return known }
    let columns = try CopilotStore.columns(of: "sessions", in: database)
    var session = Session()
    if columns.isSuperset(of: ["id", "cwd"]) {
      session.folder = try database.first("SELECT CAST(cwd AS TEXT) FROM sessions WHERE id = ?", .text(id)) {
        (row) throws(SQLiteError) in try row.optionalText(0)
      }?.flatMap { $0.isEmpty ? nil : $0 }
    }
    if columns.isSuperset(of: ["id", "branch"]) {
      session.branch = try database.first("SELECT CAST(branch AS TEXT) FROM sessions WHERE id = ?", .text(id)) {
        (row) throws(SQLiteError) in try row.optionalText(0)
      }?.flatMap { $0.isEmpty ? nil : $0 }
    }
    session.isElsewhere = otherFolder.map { CopilotStore.holds(id, in: $0) } ?? false
    sessions[id] = session
    return session
  }
}
