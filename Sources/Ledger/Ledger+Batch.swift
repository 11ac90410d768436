import SQLite

/// What the running batch of a ledger has come to.
enum Batch {
  /// Nothing was written.
  case idle
  /// A transaction is running.
  case writing
  /// All of it is taken back, for the first failure.
  case failed(LedgerError)
}

// Writing: a batch is one transaction.
extension Ledger {
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

  /// Lets the running batch fail, if there is one, and returns the error to be thrown.
  func fail(_ error: SQLiteError) -> LedgerError {
    let failure = told(LedgerError(error, path: folder.database))
    if case .writing = batch {
      opened?.abandonTransaction()
      batch = .failed(failure)
    }
    return failure
  }
}
