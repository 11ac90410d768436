import CivilTime
import SQLite

extension Ledger {
  /// How many records are held at a time.
  private static var exportedAtOnce: Int { 200 }

  /// Hands each record of `period` to `body`, archived ones too, the oldest first.
  ///
  /// It is one state of the ledger, whatever other processes write or archive meanwhile; the write-ahead log cannot be
  /// shortened until it is through. Memory is flat: records come by pages, and lines of the archive go through a
  /// temporary table on the disk, a month at a time.
  ///
  /// - Parameter archive: Reads the archive's files.
  /// - Returns: What is wrong with the archive's files, so that records are missing.
  /// - Throws: ``LedgerError``, and what `body` throws.
  package func export(
    _ period: Period, _ filter: UsageFilter, _ archive: ArchiveReader, to body: (ExportedRecord) throws -> Void
  ) throws -> [ArchiveFault] {
    precondition(!hasWritten, "what is being written is in no state of the file yet")
    return try consistently {
      var faults: [ArchiveFault] = []
      for span in try readingRows({ store throws(SQLiteError) in try ExportSpan.spans(of: period, in: store) }) {
        faults += try export(span, filter, archive, to: body)
      }
      return faults
    }
  }

  private func export(
    _ span: ExportSpan, _ filter: UsageFilter, _ archive: ArchiveReader, to body: (ExportedRecord) throws -> Void
  ) throws -> [ArchiveFault] {
    var entered = PageReader { last throws(LedgerError) in try self.page(of: span.period, filter, behind: last) }
    guard let month = span.month else {
      try Self.hand(&entered, to: body)
      return []
    }
    let lines = { store in ExportedLines(store: store, reader: archive, period: span.period, filter: filter) }
    let faults = try readingRows { store throws(SQLiteError) in try lines(store).load(month, of: folder) }
    var archived = PageReader { last throws(LedgerError) in
      try self.readingRows { store throws(SQLiteError) in
        try lines(store).page(behind: last, limit: Self.exportedAtOnce)
      }
    }
    // Of the same time the archived one is the older: the oldest move first.
    while let record = try archived.peek() {
      try Self.hand(&entered, before: record.position.milliseconds, to: body)
      try body(record)
      archived.skip()
    }
    try Self.hand(&entered, to: body)
    try readingRows { store throws(SQLiteError) in try ExportedLines.prepare(store) }
    return faults
  }

  private static func hand(
    _ records: inout PageReader<ExportedRecord>, before end: Int64 = .max, to body: (ExportedRecord) throws -> Void
  ) throws {
    while let record = try records.peek(), record.position.milliseconds < end {
      try body(record)
      records.skip()
    }
  }

  private func page(
    of period: Period, _ filter: UsageFilter, behind last: ExportedRecord?
  ) throws(LedgerError) -> [ExportedRecord] {
    let records = try oldestRecords(of: period, filter, limit: Self.exportedAtOnce, behind: last?.position)
    let (keys, adjustments) = (try keys(of: records), try adjustments(of: records))
    return records.indices.map { index in
      let record = records[index]
      return ExportedRecord(
        form: .entered(record, keys: keys[index], adjustments: adjustments[index]), counted: record.counted,
        position: RecordPosition(behind: record))
    }
  }

  private func oldestRecords(
    of period: Period, _ filter: UsageFilter, limit: Int, behind position: RecordPosition?
  ) throws(LedgerError) -> [StoredRecord] {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return [] }
      let session = filter.session(of: "r")
      let behind = position ?? RecordPosition(milliseconds: .min, row: .min)
      let since = max(period.since?.milliseconds ?? .min, behind.milliseconds)
      let ends = [since, period.until?.milliseconds ?? .max, behind.milliseconds, behind.row]
      return try store.connection.all(
        """
        \(StoredRecord.select)
        WHERE r.timestamp >= ? AND r.timestamp < ? AND (r.timestamp, r.id) > (?, ?)\(session.sql)\(filter.contextSQL)
        ORDER BY r.timestamp, r.id LIMIT ?
        """, binding: ends.map(SQLValue.integer) + session.values + filter.contextValues + [.integer(Int64(limit))]
      ) { row throws(SQLiteError) in try StoredRecord(row: row) }
    }
  }
}
