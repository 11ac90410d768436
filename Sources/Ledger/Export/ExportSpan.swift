import CivilTime
import SQLite

/// A part of a period in which records are either all in the ledger, or may be in the files of one month.
struct ExportSpan {
  /// Its ends.
  let period: Period
  /// The month of the archive that it is in; nil where nothing of it was archived.
  let month: ArchivedMonth?

  /// Returns the parts of a period, the oldest first.
  static func spans(of period: Period, in store: LedgerStore) throws(SQLiteError) -> [ExportSpan] {
    var spans: [ExportSpan] = []
    var since = period.since
    for month in try store.archivedMonths() {
      let (start, end) = (max(since ?? .earliest, month.start), min(period.until ?? .latest, month.end))
      guard start < end else { continue }
      spans.append(ExportSpan(period: Period(since: since, until: start), month: nil))
      spans.append(ExportSpan(period: Period(since: start, until: end), month: month))
      since = end
    }
    return spans + [ExportSpan(period: Period(since: since, until: period.until), month: nil)]
  }
}

/// What the ledger knows of a month of which records were archived.
struct ArchivedMonth {
  /// Its name, such as `2026-08`.
  let name: String
  /// How many files it has.
  let parts: Int64
  /// How many bytes of the last one are certain.
  let bytes: Int64
  /// How many of its records were archived.
  let records: Int64

  /// The first instant of the month, in UTC.
  var start: Instant { Self.start(of: name) }

  /// The first instant of the next one.
  var end: Instant {
    // No month is longer than 31 days, and each is longer than three.
    let next = Instant(milliseconds: start.milliseconds + 34 * Instant.millisecondsPerDay).archiveMonth
    return Self.start(of: next)
  }

  private static func start(of month: String) -> Instant {
    guard let day = CivilDate(month + "-01") else { preconditionFailure("SQLite made no month: \(month)") }
    return Instant(milliseconds: Int64(day.daysSinceEpoch) * Instant.millisecondsPerDay)
  }
}

extension LedgerStore {
  /// The months of which records were archived, the oldest first.
  fileprivate func archivedMonths() throws(SQLiteError) -> [ArchivedMonth] {
    try connection.all(
      """
      SELECT t.month, coalesce(f.part, 1), coalesce(f.bytes, 0), t.records FROM (
        SELECT strftime('%Y-%m', quarter * \(QuarterHour.seconds), 'unixepoch') AS month, sum(requests) AS records
        FROM archived_total GROUP BY 1
      ) t LEFT JOIN archive_file f ON f.month = t.month ORDER BY t.month
      """
    ) { row throws(SQLiteError) in
      ArchivedMonth(
        name: try row.text(0), parts: try row.part(1), bytes: try row.fileSize(2), records: try row.integer(3))
    }
  }
}

extension Instant {
  fileprivate static let earliest = Instant(milliseconds: .min)
  fileprivate static let latest = Instant(milliseconds: .max)
}
