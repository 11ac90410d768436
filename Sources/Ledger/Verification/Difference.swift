package import CivilTime
package import Pricing

/// A value that the file holds and that what it follows from does not give.
package struct Difference: Sendable, Hashable {
  /// A value of a column.
  package enum Value: Sendable, Hashable {
    case count(Int64)
    case money(Money)
    case time(Instant)
    case text(String)
  }

  /// A part of what tells a row from others, such as `day` and `2026-11-20`.
  package struct Part: Sendable, Hashable {
    package let name: String
    package let text: String

    /// Creates a part.
    package init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The table.
  package let table: String
  /// The row, as far as names and times tell it.
  package let row: [Part]
  /// What differs: a column, or `cost` for the two that hold money.
  package let figure: String
  /// What the file holds; nil where there is no such row.
  package let stored: Value?
  /// What was reckoned again; nil where there should be no such row.
  package let recomputed: Value?
}

/// What is wrong with the archive's files, so that they do not tell what archived records were.
package enum ArchiveFault: Sendable, Hashable {
  /// A file that holds archived records is not there.
  case missing(file: String)
  /// A file cannot be read; why, in the system's words.
  case unreadable(file: String, reason: String)
  /// A file ends before the bytes that were made certain.
  case cut(file: String, bytes: Int64, certain: Int64)
  /// A line is no record.
  case badLine(file: String, line: Int64)
  /// A line is of a record that stands in another line too, and says something else.
  case repeatedLine(file: String, line: Int64)
  /// A line names a user, model or session with which the ledger has no record.
  case strangeLine(file: String, line: Int64)
  /// So many archived records stand in no file.
  case recordsWithoutLine(count: Int64)
}

/// What looking through a whole ledger has found.
package struct VerificationReport: Sendable {
  /// How many differences of one table are told one by one.
  package static let toldOfTable = 5

  /// What SQLite says about the structure of the file, and about rows that name missing ones; none when it is whole.
  package internal(set) var structure: [String] = []
  /// The first differences of each table.
  package internal(set) var differences: [Difference] = []
  /// How many rows of each table differ.
  package internal(set) var differingRows: [String: Int64] = [:]
  /// What is wrong with the archive's files.
  package internal(set) var archiveFaults: [ArchiveFault] = []
  /// Lines of the archive's files that belong to other ledgers.
  package internal(set) var foreignLines: Int64 = 0
  /// How many records were added up.
  package internal(set) var records: Int64 = 0
  /// How many archived ones were, from their files.
  package internal(set) var archivedRecords: Int64 = 0

  /// Whether everything is what it should be.
  package var isGood: Bool { structure.isEmpty && differingRows.isEmpty && archiveFaults.isEmpty }

  /// Notes a difference; of each table only the first ones are kept.
  mutating func note(_ differences: [Difference]) {
    guard let table = differences.first?.table else { return }
    differingRows[table, default: 0] += 1
    if differingRows[table, default: 0] <= Int64(Self.toldOfTable) { self.differences += differences }
  }
}
