import CivilTime
import Foundation
import Ledger
import SQLite
import Testing

/// Checks that every roll-up and counter of a committed ledger is what its records add up to.
func expectConsistent(_ ledger: Ledger, _ place: SourceLocation = #_sourceLocation) throws {
  let connection = try Connection(path: ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 5_000)
  let sums = """
    count(*), sum(input + cache_read + cache_write + cache_write_1h + cache_write_12h + input_audio
      + cache_read_audio + cache_write_audio + input_image + cache_read_image + input_video),
    sum(output + output_reasoning + output_audio + output_image + output_video),
    sum(coalesce(cost, 0) / 1000000000000) * 1000000 + sum(coalesce(cost, 0) % 1000000000000) / 1000000,
    sum(coalesce(cost, 0) % 1000000000000) % 1000000
    """
  let stored = "requests, input, output, dollars * 1000000 + picodollars / 1000000, picodollars % 1000000"
  for (table, key, expression) in [
    ("quarter_total", "quarter, context", "(timestamp - (timestamp % 900000 + 900000) % 900000) / 900000, context"),
    ("day_total", "day, context", "(timestamp - (timestamp % 86400000 + 86400000) % 86400000) / 86400000, context"),
    ("session_total", "session, context, first, last", "session, context, min(timestamp), max(timestamp)"),
  ] {
    let grouping = table == "session_total" ? "session, context" : "1, 2"
    let wanted = "SELECT \(expression), \(sums) FROM record \(table == "session_total" ? "WHERE session IS NOT NULL" : "") GROUP BY \(grouping)"
    let found = "SELECT \(key), \(stored) FROM \(table)"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "\(table) is not the sum of its records", sourceLocation: place)
    }
  }
  for seconds in [900, 86_400] {
    let wanted = "SELECT timestamp / \(seconds)000, count(*) FROM record GROUP BY 1"
    let found = "SELECT slot, requests FROM counter WHERE scope = 0 AND seconds = \(seconds) AND requests > 0"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "counters of \(seconds) seconds are off", sourceLocation: place)
    }
  }
}

/// Reading a file of the machine, such as a time zone.
enum TestFile {
  static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}
