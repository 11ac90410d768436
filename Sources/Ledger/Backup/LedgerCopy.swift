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
  /// Writes a copy of what `source` holds to `path`, where nothing is or an empty file, looks through it and makes it
  /// durable.
  ///
  /// It is one state of the source, however long others write meanwhile: `VACUUM INTO` reads within one transaction.
  ///
  /// - Parameters:
  ///   - name: What errors call the copy.
  ///   - salts: Eight bytes by chance, so that no log belongs to it.
  /// - Throws: ``LedgerError/unfitCopy(path:fault:)`` about the source, and what keeps the copy from being written.
  static func make(
    of source: Connection, at path: String, named name: String, salts: [UInt8]
  ) throws(LedgerError) -> LedgerInspection {
    do {
      try source.vacuumInto(path: path)
      let copy = try Connection(path: path, mode: .readWrite, busyTimeoutMilliseconds: 0)
      try LogBond.release(copy, salts: salts)
      let inspection = try LedgerInspection(of: copy, check: "integrity_check", bytes: LedgerFolder.size(of: path))
      try DurableFile.synchronize(path: path)
      return inspection
    } catch let error as SQLiteError {
      throw failure(error, source: source.path, copy: name)
    } catch let error as SystemError {
      throw failure(error, copy: name)
    } catch let error as LedgerError {
      throw unfit(error, source: source.path)
    } catch {
      preconditionFailure("copying throws only errors of the ledger, of SQLite and of the system")
    }
  }

  /// Opens a ledger of which a copy is to be made, with the log beside it if that is its own.
  static func open(_ path: String) throws(LedgerError) -> Connection {
    guard FileFacts.of(path) != nil else {
      let isThere = LedgerFolder.isThere(path)
      throw .unfitCopy(path: path, fault: isThere ? .notALedger : .unreadable(errno: ENOENT))
    }
    // One beside which there is no log has nobody who writes to it.
    let isAlone = !LedgerFolder.isThere(path + "-wal") || LogBond.isForeign(path)
    do {
      let connection = try Connection(
        path: path, mode: isAlone ? .immutable : .readOnly, busyTimeoutMilliseconds: Int32(Ledger.waitMilliseconds))
      // An empty one has no format yet.
      let format = try LedgerFile.version(of: connection, newest: FileFormat.newest)
      guard format > 0 else { throw LedgerError.notALedger(path: path) }
      return connection
    } catch let error as SQLiteError {
      throw failure(error, source: path, copy: path)
    } catch let error as LedgerError {
      throw unfit(error, source: path)
    } catch {
      preconditionFailure("opening throws only errors of the ledger and of SQLite")
    }
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
