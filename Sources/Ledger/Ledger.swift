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
  private static let openingAttempts = 3

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
  package private(set) var adopted: Set<LedgerSetting> = []
  private var opened: LedgerStore?
  private var isKnownToBeReadOnly = false
  private var batch = Batch.idle
  /// How many times this object has opened a file; after each it may be another one.
  package private(set) var openings = 0
  /// How many answers are being put together, one within another.
  private var answersUnderWay = 0
  /// How many batches this object has made durable.
  package private(set) var commitCount = 0

  /// What the running batch has come to.
  private enum Batch {
    case idle
    case writing
    case failed(LedgerError)
  }

  /// Names the ledger in `folder`; the file is opened when first used.
  ///
  /// - Parameter onlyUser: A user whose records alone every question is about, as if there were no others, and
  ///   whose records alone are taken. What limits count is not narrowed. Nil for all users.
  package init(folder: LedgerFolder, world: LedgerWorld, onlyUser: String? = nil) {
    self.folder = folder
    self.world = world
    self.onlyUser = onlyUser
  }

  /// True once the running batch has written, or has failed to.
  package var hasWritten: Bool {
    if case .idle = batch { false } else { true }
  }

  /// Begins a batch, unless one is running, where other writers let it within so many milliseconds.
  ///
  /// - Returns: Whether a batch is running; where none is, nothing has happened.
  package func begin(waitingMilliseconds: Int64) throws(LedgerError) -> Bool {
    switch batch {
    case .failed(let error): throw error
    case .writing: return true
    case .idle: break
    }
    do throws(LedgerError) {
      _ = try begun(waitingMilliseconds: waitingMilliseconds)
    } catch .locked where waitingMilliseconds < Self.waitMilliseconds {
      return false
    }
    batch = .writing
    return true
  }

  /// Makes all writes since the last commit durable, or takes all of them back.
  ///
  /// - Throws: What made the batch fail, at whichever of its writes.
  package func commit() throws(LedgerError) {
    defer { batch = .idle }
    switch batch {
    case .idle: return
    case .failed(let error): throw error
    case .writing: break
    }
    let store = try store()
    do {
      try store.flushPending()
      try store.countChanges()
      try store.connection.run("COMMIT")
    } catch {
      store.abandonTransaction()
      throw told(LedgerError(error, path: folder.database))
    }
    do { try store.endTransaction() } catch { throw told(error) }
    commitCount += 1
  }

  /// Takes back all writes since the last commit.
  package func rollBack() {
    if case .writing = batch { opened?.abandonTransaction() }
    batch = .idle
  }

  /// Takes back all writes since the last commit and lets the running batch fail for `error`, replies and all.
  package func abandon(_ error: LedgerError) {
    guard case .writing = batch else { return }
    opened?.abandonTransaction()
    batch = .failed(error)
  }

  /// Bonds a log that the last commit has begun with the file, where no other writer keeps it waiting.
  ///
  /// That is one more commit, so it is for who stays open: a log is gone when the last one closes.
  package func bondLog() {
    guard case .idle = batch, let opened, opened.unbondedLog != nil else { return }
    // Otherwise the next transaction does it.
    do { try opened.bondLogAtOnce() } catch {}
  }

  /// Takes back what is not committed and closes the file, which is opened again when it is used.
  package func close() {
    rollBack()
    opened = nil
  }

  /// Closes files that were moved or removed while they were open; who wants to open the ledger may wait for it.
  package func closeIfReplaced() {
    guard let opened, isAbandoned(opened) else { return }
    do throws(LedgerError) { try letGo() } catch { _ = told(error) }
  }

  /// Whether the file is open and can only be read.
  package var isReadOnly: Bool { opened?.lock == nil && opened != nil }

  /// Opens the file if it is not open: makes, migrates or checks it.
  package func open() throws(LedgerError) {
    _ = try store()
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

  /// Runs `body` in the batch's write transaction, which the first call begins.
  ///
  /// - Throws: The first failure of the batch, which takes back all of it.
  func writing<T>(_ body: (LedgerStore) throws(SQLiteError) -> T) throws(LedgerError) -> T {
    if case .failed(let error) = batch { throw error }
    let store = try beginIfIdle()
    do {
      return try body(store)
    } catch {
      throw fail(error)
    }
  }

  private func beginIfIdle() throws(LedgerError) -> LedgerStore {
    do throws(LedgerError) {
      guard case .idle = batch else { return try store() }
      let store = try begun(waitingMilliseconds: Self.waitMilliseconds)
      batch = .writing
      return store
    } catch {
      batch = .failed(error)
      throw error
    }
  }

  /// Begins a write transaction on the file that is at its path now: it may be replaced while others hold the lock.
  private func begun(waitingMilliseconds: Int64) throws(LedgerError) -> LedgerStore {
    // It may be writable by now.
    if isReadOnly { opened = nil }
    for _ in 0..<Self.openingAttempts {
      let store = try store()
      do throws(LedgerError) {
        try store.beginTransaction(waitingMilliseconds: waitingMilliseconds)
        return store
      } catch .fileReplaced {
        do throws(LedgerError) { try letGo() } catch { throw told(error) }
      } catch .locked(let path, let waited) where waitingMilliseconds < Self.waitMilliseconds {
        // Whoever waits no longer than that has other work.
        throw .locked(path: path, waitedMilliseconds: waited)
      } catch {
        throw told(error)
      }
    }
    throw told(.fileReplaced(path: folder.database))
  }

  private func fail(_ error: SQLiteError) -> LedgerError {
    let failure = told(LedgerError(error, path: folder.database))
    if case .writing = batch {
      opened?.abandonTransaction()
      batch = .failed(failure)
    }
    return failure
  }

  private func store() throws(LedgerError) -> LedgerStore {
    if let opened, !isAbandoned(opened) { return opened }
    do throws(LedgerError) {
      try letGo()
      let store = try LedgerStore(folder: folder, world: world, onlyUser: onlyUser)
      if store.lock == nil {
        if !isKnownToBeReadOnly { onReadOnly(folder.database) }
        isKnownToBeReadOnly = true
      } else {
        if let configuredLimits { try store.adopt(configuredLimits) }
        adopted.formUnion(try store.adopt(offeredSettings))
      }
      opened = store
      openings += 1
      return store
    } catch {
      throw told(error)
    }
  }

  /// Closes the file, once what only this process holds of it is saved.
  private func letGo() throws(LedgerError) {
    do throws(LedgerError) {
      try opened?.saveLostLog()
    } catch .logLost(let path) {
      opened = nil
      throw .logLost(path: path)
    }
    opened = nil
  }

  private func told(_ error: LedgerError) -> LedgerError {
    onFault(error)
    return error
  }

  /// Whether the file was moved away or deleted while it was open: nobody would find what is written to it.
  private func isAbandoned(_ store: LedgerStore) -> Bool {
    guard case .idle = batch, !store.isHoldingState else { return false }
    return store.isReplaced
  }
}
