import AgentLogs
import JSON
import SQLite
import TestSupport

/// Databases of SQLite that tests make and sources read.
struct DatabaseDesk {
  /// Where the database is.
  let folder: TemporaryFolder
  /// Its connection for writing.
  let database: Connection
  private let path: String
  private var memory = JSONObject()

  /// Makes an empty database, or one that a script fills.
  init(_ script: String = "") throws {
    folder = try TemporaryFolder()
    path = folder.file("logs.db")
    database = try Connection(path: path, mode: .readWriteCreate, busyTimeoutMilliseconds: 1_000)
    try database.execute("PRAGMA journal_mode = WAL; \(script)")
  }

  /// Reads what is new to a source, with what it remembered from the last time.
  mutating func read(_ source: some DatabaseSource) throws -> LogFindings {
    var findings = LogFindings()
    let reader = try Connection(path: path, mode: .readOnly, busyTimeoutMilliseconds: 1_000)
    try reader.execute("BEGIN")
    try source.read(reader, of: file, memory: &memory, into: &findings)
    return findings
  }

  /// Forgets what was remembered.
  mutating func forget() { memory = JSONObject() }

  /// How many bytes are remembered.
  var memorySize: Int { JSONWriter.bytes(.object(memory)).count }

  private var file: LogFile {
    LogFile(path: path, relativePath: "logs.db", device: 1, inode: 1, size: 0, modifiedNanoseconds: 0)
  }
}
