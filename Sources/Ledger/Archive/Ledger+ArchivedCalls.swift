import CivilTime
import SQLite

// Reports of calls whose record was archived.
extension Ledger {
  /// Answers a report of a call whose record was archived: it counts nothing and changes nothing.
  ///
  /// A record that turns out to be the same call is taken out: the archived one counts already.
  func repeatArchived(
    _ row: ArchivedRow, _ request: RecordRequest, price: AppliedPrice, live: [StoredRecord], at now: Instant
  ) throws(LedgerError) -> RecordedCall {
    try writing { store throws(SQLiteError) in
      let record = StoredRecord(
        id: try store.archivedID(row), facts: request.facts, price: price, recordedAt: now, row: .none, context: .none,
        session: nil)
      for old in live { try store.takeBack(old) }
      try store.dissolve(live[...], into: .archived(row))
      try store.add(request.keys, ofUser: request.facts.userID, to: .archived(row))
      try store.noteEntry(at: max(now, try store.newestEntry()), isUpdate: true)
      return RecordedCall(
        record: record, isNew: false, otherModels: [], absorbed: live.map(\.id), isArchived: true)
    }
  }

  /// Runs `body`, which sums up a period, unless what is left of archived records cannot tell the sum; on one state
  /// of the file, so that none is archived in between.
  ///
  /// - Parameter needsRecords: Whether only the records themselves tell it.
  func readingSums<T>(
    of period: Period, _ filter: UsageFilter, needsRecords: Bool = false,
    _ body: (LedgerStore) throws(SQLiteError) -> T
  ) throws(LedgerError) -> T {
    try consistently { () throws(LedgerError) in
      try refuseInsideArchive(period, filter)
      if needsRecords { try refuseArchived(period, filter) }
      return try reading(body)
    }
  }

  /// Refuses a period that begins or ends within a quarter hour of which records were archived: what is left
  /// of them does not tell which side they lie on.
  private func refuseInsideArchive(_ period: Period, _ filter: UsageFilter) throws(LedgerError) {
    for end in [period.since, period.until].compactMap(\.self) where end.milliseconds % QuarterHour.milliseconds != 0 {
      let quarter = QuarterHour.number(at: end.milliseconds)
      let isArchived = try readingRows { store throws(SQLiteError) in
        guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return false }
        return try store.isArchived(filter, in: quarter..<quarter + 1)
      }
      guard !isArchived else { throw .archivedEnd(milliseconds: end.milliseconds) }
    }
  }

  /// Refuses a question that only the records themselves can answer, where some of them were archived.
  private func refuseArchived(_ period: Period, _ filter: UsageFilter) throws(LedgerError) {
    let isArchived = try readingRows { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return false }
      let quarters = QuarterHour.number(at: span.start)..<QuarterHour.number(at: span.end - 1) + 1
      return try store.isArchived(filter, in: quarters)
    }
    guard !isArchived else { throw .archivedSession }
  }
}

extension LedgerStore {
  fileprivate func isArchived(_ filter: ResolvedFilter, in quarters: Range<Int64>) throws(SQLiteError) -> Bool {
    let session = filter.archivedSession
    return try connection.first(
      """
      SELECT 1 FROM archived_total t CROSS JOIN context c ON c.id = t.context
      WHERE t.quarter >= ? AND t.quarter < ?\(session.sql)\(filter.contextSQL) LIMIT 1
      """,
      binding: [.integer(quarters.lowerBound), .integer(quarters.upperBound)] + session.values + filter.contextValues
    ) { row throws(SQLiteError) in try row.integer(0) } != nil
  }
}
