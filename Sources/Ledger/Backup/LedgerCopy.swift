import Posix
import SQLite

/// Why a copy of a ledger is not fit for use.
package enum CopyFault: Hashable, Sendable {
  /// It cannot be opened; `errno` says why.
  case unreadable(errno: Int32)
  /// It is not a ledger of ours.
  case notALedger
  /// It was written by a newer program.
  case newerFormat(found: Int64, known: Int64)
  /// It is damaged; the message names the place.
  case damaged(message: String)
}

/// Making copies of a ledger, each whole in one file and looked through before it is used.
enum LedgerCopy {
  /// A ledger of which a copy is made.
  struct Source {
    let connection: Connection
    /// The file as it was, where it is read without regard to others.
    var still: StillFile?
  }

  /// Writes a copy of what `source` holds to `path`, where nothing is or an empty file, looks through it and makes it
  /// durable.
  ///
  /// It is one state of the source, however long others write meanwhile: `VACUUM INTO` reads within one transaction.
  ///
  /// - Parameters:
  ///   - name: What errors call the copy.
  ///   - salts: Eight bytes by chance, so that no log belongs to it.
  /// - Throws: ``LedgerError/unfitCopy(path:fault:)`` about the source, ``LedgerError/fileReplaced(path:)`` where
  ///   somebody has written to one that is read without regard to others, and what keeps the copy from being written.
  static func make(
    of source: Source, at path: String, named name: String, salts: [UInt8]
  ) throws(LedgerError) -> LedgerInspection {
    do {
      try write(source, to: path)
      let copy = try Connection(path: path, mode: .readWrite, busyTimeoutMilliseconds: 0)
      try LogBond.release(copy, salts: salts)
      let inspection = try LedgerInspection(of: copy, check: "integrity_check", bytes: LedgerFolder.size(of: path))
      try DurableFile.synchronize(path: path)
      return inspection
    } catch let error as SQLiteError {
      throw failure(error, source: source.connection.path, copy: name)
    } catch let error as SystemError {
      throw failure(error, copy: name)
    } catch let error as LedgerError {
      throw unfit(error, source: source.connection.path)
    } catch {
      preconditionFailure("copying throws only errors of the ledger, of SQLite and of the system")
    }
  }

  private static func write(_ source: Source, to path: String) throws {
    // What was of two states may look like damage.
    do { try source.connection.vacuumInto(path: path) } catch  where source.still?.hasChanged == true {}
    if source.still?.hasChanged == true { throw LedgerError.fileReplaced(path: source.connection.path) }
  }

  /// Opens a ledger of which a copy is to be made, with the log beside it if that is its own.
  static func open(_ path: String) throws(LedgerError) -> Source {
    guard FileFacts.of(path) != nil else {
      let isThere = LedgerFolder.isThere(path)
      throw .unfitCopy(path: path, fault: isThere ? .notALedger : .unreadable(errno: ENOENT))
    }
    do {
      let source = try connect(path)
      // An empty one has no format yet.
      let format = try LedgerFile.version(of: source.connection, newest: FileFormat.newest)
      guard format > 0 else { throw LedgerError.notALedger(path: path) }
      return source
    } catch let error as SQLiteError {
      throw failure(error, source: path, copy: path)
    } catch let error as LedgerError {
      throw unfit(error, source: path)
    } catch {
      preconditionFailure("opening throws only errors of the ledger and of SQLite")
    }
  }

  private static func connect(_ path: String) throws(SQLiteError) -> Source {
    let still = StillFile(path)
    // One beside which there is no log has nobody who writes to it.
    if LedgerFolder.isThere(path + "-wal"), !LogBond.isForeign(path) {
      do throws(SQLiteError) {
        let connection = try Connection(
          path: path, mode: .readOnly, busyTimeoutMilliseconds: Int32(Ledger.waitMilliseconds))
        _ = try connection.firstInteger("PRAGMA user_version")
        return Source(connection: connection)
      } catch  where error.code.primary == .cantOpen && StillFile.isWhole(path) {
        // The log's index is not there and cannot be made, and there is nothing in the log.
      }
    }
    let connection = try Connection(path: path, mode: .immutable, busyTimeoutMilliseconds: 0)
    return Source(connection: connection, still: still)
  }

  /// Tells the failure of a system call on the copy.
  static func failure(_ error: SystemError, copy: String) -> LedgerError {
    if error.number == EEXIST { return .fileExists(path: copy) }
    return error.isForLackOfSpace ? .diskFull(path: copy) : .fileUnusable(path: copy, errno: error.number)
  }

  private static func failure(_ error: SQLiteError, source: String, copy: String) -> LedgerError {
    switch error.code.primary {
    case _ where error.isForLackOfSpace: .diskFull(path: copy)
    case _ where error.isDamage: .unfitCopy(path: source, fault: .damaged(message: error.message))
    case .notADatabase: .unfitCopy(path: source, fault: .notALedger)
    case .cantOpen where error.path == source && source != copy:
      .unfitCopy(path: source, fault: .unreadable(errno: error.systemError ?? 0))
    default: LedgerError(error, path: copy)
    }
  }

  private static func unfit(_ error: LedgerError, source: String) -> LedgerError {
    switch error {
    case .notALedger: .unfitCopy(path: source, fault: .notALedger)
    case .newerSchema(_, let found, let known):
      .unfitCopy(path: source, fault: .newerFormat(found: found, known: known))
    default: error
    }
  }
}
