package import CivilTime
import Pricing
import SQLite

/// One durable, exact ledger of usage in one file, shared with other processes.
///
/// Writes gather in a batch: the first one takes the writers' lock and begins a transaction, ``commit()``
/// makes all of them durable. Reads within a batch see its writes. Nothing is opened before it is needed.
/// Confined to one thread.
package final class Ledger {
  /// How long a writer waits for another process before it gives up.
  package static let waitMilliseconds: Int64 = 5_000
  /// How many times a file is opened that somebody keeps replacing.
  static let openingAttempts = 3

  /// Where the files lie.
  package let folder: LedgerFolder
  let world: LedgerWorld
  /// The only user whose records are shown and taken; nil for those of all.
  package let onlyUser: String?
  /// The limits of `config.json`, which the file takes over when it is opened; nil leaves what it holds.
  ///
  /// To name what they are for, the file may have been opened before they are known: then it is opened once more.
  package var configuredLimits: [LimitRule]? { didSet { opened = nil } }
  /// What the process has to say about the ledger's settings when the file is opened.
  package var offeredSettings = OfferedSettings()
  /// Hears of each failure of the store, once, whoever else gets it.
  package var onFault: (LedgerError) -> Void = { _ in }
  /// Hears, once, that the ledger can only be read.
  package var onReadOnly: (String) -> Void = { _ in }
  /// The settings that the file has taken over from this process.
  package internal(set) var adopted: Set<LedgerSetting> = []
  /// The open file.
  var opened: LedgerStore?
  /// Whether it was told that the ledger can only be read.
  var isKnownToBeReadOnly = false
  /// When to look again whether the file was replaced, by the clock that never runs backwards.
  var nextLook: Int64 = 0
  /// What the running batch has come to.
  var batch = Batch.idle
  /// How many times this object has opened a file; after each it may be another one.
  package internal(set) var openings = 0
  /// How many answers are being put together, one within another.
  private var answersUnderWay = 0
  /// How many batches this object has made durable.
  package internal(set) var commitCount = 0

  /// Names the ledger in `folder`; the file is opened when first used.
  ///
  /// - Parameter onlyUser: A user whose records alone every question is about, as if there were no others, and
  ///   whose records alone are taken. What limits count is not narrowed. Nil for all users.
  package init(folder: LedgerFolder, world: LedgerWorld, onlyUser: String? = nil) {
    self.folder = folder
    self.world = world
    self.onlyUser = onlyUser
  }

  /// A number that changes when another process has written.
  package func changeCount() throws(LedgerError) -> Int64 {
    try readingRow { store throws(SQLiteError) in try store.connection.dataVersion }
  }

  /// The time by which limits are counted: the clock's, but never before the newest record's entry.
  package func ledgerTime() throws(LedgerError) -> Instant {
    max(world.now(), try readingRow { store throws(SQLiteError) in try store.newestEntry() })
  }

  /// Answers the questions in `body` from one state of the ledger, whatever other processes write meanwhile.
  ///
  /// It is the state of the first question; nothing is opened before. Once `body` writes, it reads what holds
  /// under the writers' lock.
  package func consistently<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    answersUnderWay += 1
    defer {
      answersUnderWay -= 1
      if answersUnderWay == 0 { opened?.letGoOfState() }
    }
    return try body()
  }

  /// Runs `body` on one state of the file, after everything pending has reached the tables.
  func reading<T>(_ body: (LedgerStore) throws(SQLiteError) -> T) throws(LedgerError) -> T {
    try readingRows { store throws(SQLiteError) in
      try store.flushPending()
      return try body(store)
    }
  }

  /// Runs `body` on one state of the file; totals may still be pending.
  func readingRows<T>(_ body: (LedgerStore) throws(SQLiteError) -> T) throws(LedgerError) -> T {
    try consistently { () throws(LedgerError) in try readingRow(body) }
  }

  /// Runs `body`, which is a single statement or part of the running transaction or answer.
  func readingRow<T>(_ body: (LedgerStore) throws(SQLiteError) -> T) throws(LedgerError) -> T {
    let store = try store()
    do {
      if answersUnderWay > 0 { try store.holdState() }
      let found = try body(store)
      if store.still?.hasChanged != true { return found }
    } catch {
      if store.still?.hasChanged != true { throw fail(error) }
    }
    throw told(.fileReplaced(path: folder.database))
  }
}
