import CivilTime
import JSON
import Pricing
import SQLite

extension Ledger {
  /// Returns the id of the one record, archived or not, whose id begins so.
  ///
  /// - Parameter beginning: Hexadecimal digits in lower case.
  /// - Throws: ``AdjustmentError`` when there is none, or more than one.
  package func recordID(beginningWith beginning: String) throws -> RecordID {
    guard let range = RecordID.range(beginningWith: beginning) else {
      throw AdjustmentError.unknownRecord(beginning)
    }
    let ids = try readingRows { store throws(SQLiteError) in try store.recordIDs(in: range) }
    guard let id = ids.first else { throw AdjustmentError.unknownRecord(beginning) }
    guard ids.count == 1 else { throw AdjustmentError.ambiguousRecord(beginning) }
    return id
  }

  /// Enters a correction of a record in the running batch: these figures count from now on, whatever is reported
  /// or repriced later. The record's own figures stay as they are.
  ///
  /// - Parameters:
  ///   - figures: What the figures should be; costs in picodollars, up to a million dollars.
  ///   - reason: Why.
  ///   - user: Who enters it.
  /// - Returns: The entry; nil when the figures are so already, and nothing was entered.
  /// - Throws: ``AdjustmentError``, ``LedgerError``.
  package func adjust(
    _ id: RecordID, _ figures: [AdjustedFigure: Int64], reason: String, by user: String
  ) throws -> Adjustment? {
    let found = try writing { store throws(SQLiteError) in try store.record(id) }
    guard let record = found else {
      let isArchived = try readingRow { store throws(SQLiteError) in try store.isArchived(id) }
      throw isArchived ? AdjustmentError.archivedRecord(id) : AdjustmentError.unknownRecord(id.description)
    }
    try refuseOthers(record.facts.userID)
    if figures[.cost] != nil, record.price.cost == nil { throw AdjustmentError.unpriced(id) }
    let changes = try Self.changes(of: record.counted, to: figures, parts: record.contribution.meters)
    guard !changes.isEmpty else { return nil }
    let now = try ledgerTime()
    let adjustment = Adjustment(record: id, enteredAt: now, enteredBy: user, reason: reason, changes: changes)
    try writing { store throws(SQLiteError) in
      try store.enter(adjustment, of: record)
      try store.replace(record, by: record)
      try store.noteEntry(at: max(now, try store.newestEntry()), isUpdate: true)
    }
    return adjustment
  }

  private static func changes(
    of current: Totals, to figures: [AdjustedFigure: Int64], parts: [Usage.Count]
  ) throws(AdjustmentError) -> [Adjustment.Change] {
    var wanted = current
    for (figure, value) in figures { figure.set(value, in: &wanted) }
    for figure in AdjustedFigure.allCases where figure.value(in: wanted) < wanted.least(of: figure, parts) {
      throw .tooSmall(figure, least: wanted.least(of: figure, parts))
    }
    return figures.keys.sorted().compactMap { figure in
      let (before, after) = (figure.value(in: current), figure.value(in: wanted))
      return before == after ? nil : Adjustment.Change(figure: figure, before: before, after: after)
    }
  }

  /// Returns the corrections of each of the records, the oldest first.
  package func adjustments(of records: [StoredRecord]) throws(LedgerError) -> [[Adjustment]] {
    try reading { store throws(SQLiteError) in
      let isAny = try store.connection.firstInteger("SELECT 1 FROM adjustment LIMIT 1") != nil
      guard isAny else { return records.map { _ in [] } }
      var all: [[Adjustment]] = []
      for record in records { all.append(try store.adjustments(where: "a.record = ?", record.row.value)) }
      return all
    }
  }

  /// Returns the corrections that were entered for a record of that id, archived or not, the oldest first.
  package func adjustments(of id: RecordID) throws(LedgerError) -> [Adjustment] {
    try reading { store throws(SQLiteError) in
      try store.adjustments(where: "a.public_id = ?", .blob(id.bytes))
    }
  }

  /// Returns the record of that id, or nil when there is none, it is archived or another user's.
  package func record(_ id: RecordID) throws(LedgerError) -> StoredRecord? {
    let record = try reading { store throws(SQLiteError) in try store.record(id) }
    guard let record, onlyUser == nil || onlyUser?.hasSameScalars(as: record.facts.userID) == true else { return nil }
    return record
  }
}

extension RecordID {
  /// The least and the greatest id that begin with these hexadecimal digits; nil for other texts.
  static func range(beginningWith digits: String) -> (first: RecordID, last: RecordID)? {
    let count = 32 - digits.utf8.count
    guard count >= 0, let first = RecordID(digits + String(repeating: "0", count: count)),
      let last = RecordID(digits + String(repeating: "f", count: count))
    else { return nil }
    return (first, last)
  }
}
