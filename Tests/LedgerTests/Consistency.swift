import CivilTime
import Foundation
import Ledger
import Pricing
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
  try expectConsistentMeters(connection, place)
  try expectConsistentBalances(connection, place)
  for seconds in [900, 86_400] {
    let wanted = "SELECT timestamp / \(seconds)000, count(*) FROM record GROUP BY 1"
    let found = "SELECT slot, requests FROM counter WHERE scope = 0 AND seconds = \(seconds) AND requests > 0"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "counters of \(seconds) seconds are off", sourceLocation: place)
    }
  }
}

/// Checks that `meter_total` holds just what the totals do not tell: other tokens, and units from the records' JSON.
private func expectConsistentMeters(_ connection: Connection, _ place: SourceLocation) throws {
  let tokens: [Meter] = [
    .cacheWrite12h, .inputAudio, .outputAudio, .cacheReadAudio, .cacheWriteAudio, .inputImage, .outputImage,
    .cacheReadImage, .inputVideo, .outputVideo, .citation,
  ]
  let counted = tokens.map { "SELECT timestamp, context, \($0.rawValue) AS meter, \($0.name) AS quantity FROM record" }
  let units = Meter.allCases.filter { !$0.isToken }.map { meter in
    """
    SELECT timestamp, context, \(meter.rawValue), json_extract(units, '$.\(meter.name)')\(meter == .request ? " - 1" : "")
    FROM record WHERE json_extract(units, '$.\(meter.name)') IS NOT NULL
    """
  }
  // SQLite joins no more parts than that in one statement.
  try connection.execute("CREATE TEMP TABLE part (timestamp, context, meter, quantity)")
  for part in counted + units { try connection.execute("INSERT INTO part \(part)") }
  for seconds in [900, 86_400] {
    let length = seconds * 1_000
    let wanted = """
      SELECT (timestamp - (timestamp % \(length) + \(length)) % \(length)) / \(length), context, meter, sum(quantity)
      FROM part GROUP BY 1, 2, 3 HAVING sum(quantity) <> 0
      """
    let found = "SELECT slot, context, meter, quantity FROM meter_total WHERE seconds = \(seconds)"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (SELECT * FROM (\(left)) EXCEPT SELECT * FROM (\(right)))")
      #expect(differing == 0, "meters of \(seconds) seconds are off", sourceLocation: place)
    }
  }
}

/// Reading a file of the machine, such as a time zone.
enum TestFile {
  static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}
