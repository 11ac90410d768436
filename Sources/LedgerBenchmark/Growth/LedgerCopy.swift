import Posix

/// Copies of ledgers that no process has open.
enum LedgerCopy {
  /// Whether a folder holds a ledger.
  static func isThere(_ folder: String) -> Bool { access("\(folder)/ledger.db", F_OK) == 0 }

  /// Copies the ledger in one folder to another, whose own goes.
  static func make(of source: String, in folder: String) throws {
    remove(folder)
    let words = [
      "sh", "-c",
      "mkdir -p -m 700 \"$2\" && cp \"$1/ledger.db\" \"$2/ledger.new\" && sync \"$2/ledger.new\" "
        + "&& mv \"$2/ledger.new\" \"$2/ledger.db\"", "sh", source, folder,
    ]
    let process = try ChildProcess.start(words, input: "/dev/null", output: "/dev/null")
    guard ChildProcess.wait(process) == 0 else { throw BenchmarkFailure.noFile }
  }

  /// Removes the ledger in a folder, and the folder.
  static func remove(_ folder: String) {
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}
