import CivilTime
package import Ledger
import Pricing

/// What looking through a ledger has found, in words.
package enum VerificationSentences {
  /// Says that everything is what it should be.
  package static func good(_ report: VerificationReport) -> String {
    let archived = report.archivedRecords > 0 ? " and \(Grouped.text(report.archivedRecords)) archived ones" : ""
    let foreign =
      report.foreignLines > 0
      ? "; \(Grouped.count(report.foreignLines, "line")) of the archive are of another ledger" : ""
    return
      "\(Grouped.count(report.records, "record"))\(archived) give every total, counter and balance that the ledger holds\(foreign)"
  }

  /// Returns a sentence for each thing that is wrong; of a table only the first rows are told one by one.
  package static func findings(_ report: VerificationReport) -> [String] {
    let structure = report.structure.map { "the file's structure is damaged: \($0)" }
    var rows: [String: Int64] = [:]
    for difference in Set(report.differences.map { [$0.table] + $0.row.map(\.text) }) {
      rows[difference[0], default: 0] += 1
    }
    let more = report.differingRows.sorted { $0.key < $1.key }.compactMap { table, count in
      count > rows[table, default: 0]
        ? "\(Grouped.count(count - rows[table, default: 0], "further row")) of table \(table) differ" : nil
    }
    return structure + report.archiveFaults.map(message) + report.differences.map(message) + more
  }

  /// Says where a value is, what it is, and what it should be.
  package static func message(_ difference: Difference) -> String {
    let row = difference.row.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    let place = "\(subject(difference.table)) (table \(difference.table)\(row.isEmpty ? "" : ": \(row)"))"
    return switch (difference.stored, difference.recomputed) {
    case (let stored?, let wanted?):
      "\(place): \(difference.figure) is \(text(stored)), recomputed \(text(wanted))"
    case (nil, let wanted?): "\(place): missing; recomputed \(difference.figure) is \(text(wanted))"
    case (let stored?, nil): "\(place): \(difference.figure) \(text(stored)) follows from nothing"
    case (nil, nil): "\(place): \(difference.figure) does not fit the rest of the row"
    }
  }

  /// Says what a repair has done, and where the files are as they were.
  package static func message(_ report: RepairReport) -> String {
    report.isDone
      ? "everything that follows from records and archive was made anew; the files as they were are in \(report.copies)"
      : "the structure of the file cannot be mended, and it was left as it was; restore a backup. A copy of the files is in \(report.copies)"
  }

  /// Says what is wrong with the archive's files.
  package static func message(_ fault: ArchiveFault) -> String {
    switch fault {
    case .missing(let file): "the archive's file \(file) is missing; put it back from a backup"
    case .unreadable(let file, let reason): "the archive's file \(file) cannot be read: \(reason)"
    case .cut(let file, let bytes, let certain):
      "the archive's file \(file) has \(Grouped.text(bytes)) bytes in the place of \(Grouped.text(certain)); put it back from a backup"
    case .badLine(let file, let line): "line \(Grouped.text(line)) of the archive's file \(file) is no record"
    case .repeatedLine(let file, let line):
      "line \(Grouped.text(line)) of the archive's file \(file) is of a record that another line tells otherwise"
    case .strangeLine(let file, let line):
      "line \(Grouped.text(line)) of the archive's file \(file) names a user, model or session that the ledger never met"
    case .recordsWithoutLine(let count):
      "\(Grouped.count(count, "archived record")) can be found in no file of the archive"
    }
  }

  private static func subject(_ table: String) -> String {
    switch table {
    case "quarter_total": "totals of a quarter hour"
    case "day_total": "totals of a day"
    case "session_total": "totals of a session"
    case "meter_total": "a meter's total"
    case "archived_total": "totals of archived records"
    case "counter", "counter_scope": "what limits count"
    case "balance_account": "a user's balance"
    case "balance_entry": "what a user's calls have drawn"
    case "record": "a record"
    case "record_key": "the name of a call"
    case "adjustment": "a correction"
    case "ledger_time": "the ledger's time"
    default: "a row"
    }
  }

  private static func text(_ value: Difference.Value) -> String {
    switch value {
    case .count(let count): Grouped.text(count)
    case .money(let money): "$\(money.decimal)"
    case .time(let time): "\(time)"
    case .text(let text): text
    }
  }
}
