import Pricing
import SQLite

/// The sums that every report selects, over roll-ups (`t`) or records (`r`) joined with their context (`c`).
enum TotalsColumns {
  /// How many columns a set of sums has.
  static let count: Int32 = 11

  /// Sums over a table of totals.
  static let rollUp = """
    coalesce(sum(t.requests), 0), coalesce(sum(iif(c.cost_kind = 3, t.requests, 0)), 0),
    coalesce(sum(t.input), 0), coalesce(sum(t.output), 0), coalesce(sum(t.cache_read), 0),
    coalesce(sum(t.cache_write), 0), coalesce(sum(t.cache_write_1h), 0), coalesce(sum(t.reasoning), 0),
    coalesce(sum(t.dollars), 0), coalesce(sum(t.picodollars / 1000000), 0),
    coalesce(sum(t.picodollars % 1000000), 0)
    """

  /// The columns of one row of totals.
  static let plain = """
    t.requests, 0, t.input, t.output, t.cache_read, t.cache_write, t.cache_write_1h, t.reasoning, t.dollars,
    t.picodollars / 1000000, t.picodollars % 1000000
    """

  /// The same sums over records, whose amounts are whole picodollars.
  static let records = """
    count(*), coalesce(sum(r.cost IS NULL), 0),
    coalesce(sum(\(recordInput)), 0), coalesce(sum(\(recordOutput)), 0),
    coalesce(sum(r.cache_read + r.cache_read_audio + r.cache_read_image), 0),
    coalesce(sum(r.cache_write + r.cache_write_1h + r.cache_write_12h + r.cache_write_audio), 0),
    coalesce(sum(r.cache_write_1h), 0), coalesce(sum(r.output_reasoning), 0),
    coalesce(sum(r.cost / 1000000000000), 0), coalesce(sum(r.cost % 1000000000000 / 1000000), 0),
    coalesce(sum(r.cost % 1000000), 0)
    """

  /// All tokens of a record.
  static let recordTokens = "\(recordInput) + \(recordOutput)"
  /// All prompt tokens of a record, whose columns are disjoint.
  static let recordInput = """
    r.input + r.cache_read + r.cache_write + r.cache_write_1h + r.cache_write_12h + r.input_audio
      + r.cache_read_audio + r.cache_write_audio + r.input_image + r.cache_read_image + r.input_video
    """
  /// All tokens of a record's answer.
  static let recordOutput = "r.output + r.output_reasoning + r.output_audio + r.output_image + r.output_video"

  /// Reads a set of sums that begins at column `start`.
  static func totals(_ row: borrowing Row, from start: Int32) throws(SQLiteError) -> Totals {
    var totals = Totals()
    totals.requests = try row.count(start)
    totals.unpricedRequests = try row.count(start + 1)
    totals.tokens.input = try row.count(start + 2)
    totals.tokens.output = try row.count(start + 3)
    totals.tokens.cacheRead = try row.count(start + 4)
    totals.tokens.cacheWrite = try row.count(start + 5)
    totals.tokens.cacheWrite1h = try row.count(start + 6)
    totals.tokens.reasoning = try row.count(start + 7)
    totals.cost = StoredMoney.joined(
      dollars: try row.count(start + 8), millions: try row.count(start + 9), rest: try row.count(start + 10))
    return totals
  }
}
