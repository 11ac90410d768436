package import CivilTime
import SQLite

/// What one step of archiving has done.
package struct ArchivedChunk: Sendable, Hashable {
  /// How many records have moved.
  package var records = 0
  /// The files that they are in now, in order of their months.
  package var files: [ArchiveFile] = []
}

extension Ledger {
  /// How many records move at a time, which bounds how long other processes wait.
  static let archivedAtOnce: Int64 = 50
  /// Records of the last day stay, in milliseconds: limits of minutes and hours are filled from them.
  package static let keptFromArchive: Int64 = Instant.millisecondsPerDay

  /// Moves some of the oldest records of before `end` to the archive, and makes that durable.
  ///
  /// Lines are on the disk before their records are deleted, in a transaction that notes how many bytes of each
  /// file are certain: whenever a process is killed, each record is once in the ledger or once in the archive.
  /// Keys, roll-ups and counters stay, so totals are what they were and a repeated report counts nothing.
  ///
  /// - Parameters:
  ///   - end: Cut to the quarter hour, and to ``keptFromArchive`` before the ledger's time.
  ///   - line: Returns a record with its keys and corrections as a line with its end.
  /// - Returns: What was moved; nothing when nothing is left to be moved.
  package func archive(
    before end: Instant, line: (StoredRecord, [RecordKey], [Adjustment]) throws -> [UInt8]
  ) throws -> ArchivedChunk {
    precondition(!hasWritten, "archiving is a transaction of its own")
    let end = try archiveEnd(end)
    // Looking takes no lock.
    let isAny = try readingRows { store throws(SQLiteError) in try store.hasArchivable(before: end) }
    guard isAny else { return ArchivedChunk() }
    var files: [ArchiveFile] = []
    do {
      let records = try writing { store throws(SQLiteError) in try store.archivable(before: end) }
      guard !records.isEmpty else {
        rollBack()
        return ArchivedChunk()
      }
      try append(records, line: line, to: &files)
      try writing { store throws(SQLiteError) in try store.moveOut(records, to: files) }
      try commit()
      return ArchivedChunk(records: records.count, files: files)
    } catch {
      rollBack()
      takeBack(files)
      throw error
    }
  }

  /// Takes lines back whose records have stayed in the ledger; what cannot be taken back is looked at the next time.
  private func takeBack(_ files: [ArchiveFile]) {
    guard !files.isEmpty else { return }
    defer { rollBack() }
    do {
      for file in files {
        // Under the lock: another process may have gone on with the file meanwhile.
        let known = try writing { store throws(SQLiteError) in try store.archiveFile(of: file.month) }
        file.takeBack(unless: known)
      }
    } catch {
      // Why archiving failed is what the caller is told.
    }
  }

  /// Waits for so long that another process comes to write, if one wants to.
  package func letOthersWrite() { world.sleepMilliseconds(2) }

  /// Returns how many records of before `end` are in the ledger, by month, oldest first.
  package func countArchivable(before end: Instant) throws(LedgerError) -> [(month: String, records: Int64)] {
    let end = try archiveEnd(end)
    return try readingRows { store throws(SQLiteError) in try store.countArchivable(before: end) }
  }

  private func archiveEnd(_ end: Instant) throws(LedgerError) -> Instant {
    let latest = try ledgerTime().milliseconds - Self.keptFromArchive
    return Instant(milliseconds: QuarterHour.start(containing: min(end.milliseconds, latest)))
  }

  private func append(
    _ records: [StoredRecord], line: (StoredRecord, [RecordKey], [Adjustment]) throws -> [UInt8],
    to files: inout [ArchiveFile]
  ) throws {
    var lines: [String: [UInt8]] = [:]
    let adjustments = try adjustments(of: records)
    for (index, keys) in try keys(of: records).enumerated() {
      let record = records[index]
      lines[record.facts.timestamp.archiveMonth, default: []] += try line(record, keys, adjustments[index])
    }
    for (month, lines) in lines.sorted(by: { $0.key < $1.key }) {
      let file = try writing { store throws(SQLiteError) in try store.archiveFile(of: month) }
      files.append(try file.appending(lines))
    }
  }
}

extension Instant {
  /// The month of the archive that the time belongs to, in UTC.
  var archiveMonth: String {
    String(CivilDate(daysSinceEpoch: Int(floorDivide(seconds, by: Instant.secondsPerDay))).description.dropLast(3))
  }
}
