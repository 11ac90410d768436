import Posix

/// A folder for one ledger, which goes with it.
enum TemporaryFolder {
  /// Runs `body` with the path of a new folder, which is removed at the end.
  static func with(_ body: (String) throws -> Void) throws {
    // mkdtemp(3) fills in six letters X.
    var template = Array(("/tmp/ledger-benchmark-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchmarkFailure.noFolder }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { remove(folder) }
    try body(folder)
  }

  private static func remove(_ folder: String) {
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}

/// Why nothing could be measured.
enum BenchmarkFailure: Error {
  /// No temporary folder could be made.
  case noFolder
  /// A file could not be written or counted.
  case noFile
  /// What was logged is not in the ledger.
  case notTakenIn
  /// A page has no place for a table.
  case noPlace
  /// A question was not answered.
  case refused(String)
}
