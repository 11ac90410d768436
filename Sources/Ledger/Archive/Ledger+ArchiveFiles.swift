package import CivilTime
import SQLite

extension Ledger {
  /// Returns the files of months that had ended by `end`, which are not compressed and may be.
  ///
  /// Each holds nothing but what is certain: others are not only this ledger's.
  package func filesToCompress(endedBy end: Instant) throws(LedgerError) -> [ArchiveFile] {
    let month = end.archiveMonth
    let files = try readingRows { store throws(SQLiteError) in try store.openArchiveFiles() }
    return files.filter { $0.month < month && $0.isCertain }
  }

  /// Removes a file whose compressed form is complete; further records of its month go to a new part.
  ///
  /// - Returns: False when records were added meanwhile, so that the compressed form is not all of it.
  package func closeCompressed(_ file: ArchiveFile) throws(LedgerError) -> Bool {
    let isClosed = try writing { store throws(SQLiteError) in
      try store.connection.run(
        "UPDATE archive_file SET part = part + 1, bytes = 0 WHERE month = ? AND part = ? AND bytes = ?",
        .text(file.month), .integer(file.part), .integer(file.bytes))
      return store.connection.changes == 1
    }
    try commit()
    if isClosed, file.isCertain { try file.replaceByCompressed() }
    return isClosed
  }

  /// Removes files whose compressed form a process completed that was killed before it could remove them.
  ///
  /// - Parameter isSame: Whether what lies beside a file is its compressed form.
  package func removeCompressedTwins(where isSame: (ArchiveFile) -> Bool) throws(LedgerError) {
    let files = try readingRows { store throws(SQLiteError) in try store.closedArchiveFiles() }
    for file in files where file.isThere && file.isCompressed && isSame(file) { try file.replaceByCompressed() }
  }
}

extension LedgerStore {
  /// The files that grow, with what is certain of them.
  fileprivate func openArchiveFiles() throws(SQLiteError) -> [ArchiveFile] {
    try connection.all("SELECT month, part, bytes FROM archive_file WHERE bytes > 0 ORDER BY month") {
      row throws(SQLiteError) in
      ArchiveFile(month: try row.text(0), part: try row.part(1), bytes: try row.fileSize(2), in: folder)
    }
  }

  /// The files that do not grow any more.
  fileprivate func closedArchiveFiles() throws(SQLiteError) -> [ArchiveFile] {
    let months = try connection.all("SELECT month, part FROM archive_file WHERE part > 1") {
      row throws(SQLiteError) in (month: try row.text(0), part: try row.part(1))
    }
    return months.flatMap { month in
      (1..<month.part).map { ArchiveFile(month: month.month, part: $0, bytes: 0, in: folder) }
    }
  }
}
