import CivilTime
import Foundation
import Ledger
import Pricing
import SQLite
import Testing

/// Checks that every roll-up and counter of a committed ledger is what its records add up to.
///
/// The program's own verification must agree.
func expectConsistent(_ ledger: Ledger, _ place: SourceLocation = #_sourceLocation) throws {
  let report = try ledger.verify()
  #expect(report.isGood, "\(report)", sourceLocation: place)
  let connection = try Connection(path: ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 5_000)
  let sums = """
    count(*), sum(coalesce(adjusted_input, input + cache_read + cache_write + cache_write_1h + cache_write_12h
      + input_audio + cache_read_audio + cache_write_audio + input_image + cache_read_image + input_video)),
    sum(coalesce(adjusted_output, output + output_reasoning + output_audio + output_image + output_video)),
    sum(coalesce(adjusted_cost, cost, 0) / 1000000000000) * 1000000
      + sum(coalesce(adjusted_cost, cost, 0) % 1000000000000) / 1000000,
    sum(coalesce(adjusted_cost, cost, 0) % 1000000000000) % 1000000
    """
  let stored = "requests, input, output, dollars * 1000000 + picodollars / 1000000, picodollars % 1000000"
  for (table, key, expression) in [
    ("quarter_total", "quarter, context", "(timestamp - (timestamp % 900000 + 900000) % 900000) / 900000, context"),
    ("day_total", "day, context", "(timestamp - (timestamp % 86400000 + 86400000) % 86400000) / 86400000, context"),
    ("session_total", "session, context, first, last", "session, context, min(timestamp), max(timestamp)"),
  ] {
    let grouping = table == "session_total" ? "session, context" : "1, 2"
    // What is left of archived records is next to the others, in the order of the same columns.
    let archived = Archived(table)
    let records =
      "SELECT \(expression), \(sums) FROM record \(table == "session_total" ? "WHERE session IS NOT NULL" : "") GROUP BY \(grouping)"
    let wanted = archived.joined(records)
    let found = "SELECT \(key), \(stored) FROM \(table)"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "\(table) is not the sum of its records", sourceLocation: place)
    }
  }
  try expectConsistentMeters(connection, place)
  try expectConsistentBalances(connection, place)
  for seconds in [900, 86_400] {
    let wanted = """
      SELECT slot, sum(requests) FROM (SELECT timestamp / \(seconds)000 AS slot, count(*) AS requests FROM record GROUP BY 1
        UNION ALL SELECT quarter * 900 / \(seconds), requests FROM archived_total) GROUP BY 1
      """
    let found = "SELECT slot, requests FROM counter WHERE scope = 0 AND seconds = \(seconds) AND requests > 0"
    for (left, right) in [(wanted, found), (found, wanted)] {
      let differing = try connection.firstInteger("SELECT count(*) FROM (\(left) EXCEPT \(right))")
      #expect(differing == 0, "counters of \(seconds) seconds are off", sourceLocation: place)
    }
  }
}

/// The sums of archived records, joined with the sums of the others.
private struct Archived {
  private let isOfSessions: Bool
  private let slot: String

  init(_ table: String) {
    isOfSessions = table == "session_total"
    slot = table == "day_total" ? "(quarter - (quarter % 96 + 96) % 96) / 96" : "quarter"
  }

  func joined(_ records: String) -> String {
    let columns = isOfSessions ? "k1, k2, first, last" : "k1, k2"
    let keys = isOfSessions ? "session, context, first, last" : "\(slot), context"
    let ends = isOfSessions ? "min(first), max(last)," : ""
    return """
      SELECT * FROM (WITH part (\(columns), requests, input, output, micros, rest) AS (\(records) UNION ALL
        SELECT \(keys), requests, input, output, dollars * 1000000 + picodollars / 1000000, picodollars % 1000000
        FROM archived_total \(isOfSessions ? "WHERE session <> 0" : ""))
      SELECT k1, k2, \(ends) sum(requests), sum(input), sum(output), sum(micros) + sum(rest) / 1000000, sum(rest) % 1000000
      FROM part GROUP BY 1, 2)
      """
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
      // What archived records counted next to their totals, nothing but the meters' own totals tells.
      let differing = try connection.firstInteger(
        """
        WITH difference (slot, context, meter, quantity) AS (SELECT * FROM (\(left)) EXCEPT SELECT * FROM (\(right)))
        SELECT count(*) FROM difference
        WHERE (slot, context) NOT IN (SELECT quarter * 900 / \(seconds), context FROM archived_total)
        """)
      #expect(differing == 0, "meters of \(seconds) seconds are off", sourceLocation: place)
    }
  }
}

/// Reading a file of the machine, such as a time zone.
enum TestFile {
  static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}
