import SQLite
import TestSupport
import Testing

/// Looks into a ledger's file as SQLite sees it, without the program.
struct LedgerFileReader {
  let connection: Connection

  /// Opens the ledger in `folder`.
  init(_ folder: TemporaryFolder) throws {
    connection = try Connection(
      path: folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 10_000)
  }

  /// Checks that the file is whole and that every total is the sum of its records; returns their number.
  func check(_ place: SourceLocation = #_sourceLocation) throws -> Int {
    #expect(try connection.firstText("PRAGMA integrity_check") == "ok", sourceLocation: place)
    let sums = """
      count(*), sum(input), sum(cache_read), sum(output), sum(coalesce(cost, 0))
      """
    let stored = "requests, input - cache_read, cache_read, output, dollars * 1000000000000 + picodollars"
    for (table, keys, recordKeys) in [
      ("quarter_total", "quarter, context", "timestamp / 900000, context"),
      ("day_total", "day, context", "timestamp / 86400000, context"),
      ("session_total", "session, context", "session, context"),
    ] {
      let found = "SELECT \(keys), \(stored) FROM \(table)"
      let wanted = "SELECT \(recordKeys), \(sums) FROM record GROUP BY 1, 2"
      try expectSame(wanted, found, table, place)
    }
    try expectSame(
      "SELECT timestamp / 900000, count(*) FROM record GROUP BY 1",
      "SELECT slot, requests FROM counter WHERE scope = 0 AND seconds = 900", "counter", place)
    return Int(try connection.firstInteger("SELECT count(*) FROM record") ?? 0)
  }

  /// The request ids under which records are kept.
  func keys() throws -> Set<String> {
    Set(try connection.all("SELECT key FROM record_key") { row throws(SQLiteError) in try row.text(0) })
  }

  private func expectSame(
    _ wanted: String, _ found: String, _ table: String, _ place: SourceLocation
  ) throws {
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "\(table) is not the sum of its records", sourceLocation: place)
    }
  }
}
