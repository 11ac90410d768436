import SQLite

extension Ledger {
  /// Looks through the whole ledger: reckons everything again that follows from records and the archive, and compares.
  ///
  /// Takes about half a minute for each million of records, and holds no lock. Other processes may write meanwhile: it is one
  /// state of the file that is looked at.
  ///
  /// - Parameters:
  ///   - ownLimits: The limits of the process's own settings.
  ///   - archive: Reads the archive's files; nil leaves them out, and takes what the ledger kept of archived records.
  /// - Throws: ``LedgerError`` where the file cannot be read at all.
  package func verify(
    ownLimits: [LimitRule] = [], archive: ArchiveReader? = nil
  ) throws(LedgerError) -> VerificationReport {
    // What is added up may be larger than memory.
    try readingRow { store throws(SQLiteError) in try store.connection.execute("PRAGMA temp_store = FILE") }
    return try reading { store throws(SQLiteError) in
      var verification = Verification(store: store, ownLimits: ownLimits)
      try verification.run(archive.map { ArchiveShelf(reader: $0, folder: folder) })
      return verification.report
    }
  }
}
