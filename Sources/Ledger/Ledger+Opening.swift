// Opening the file when it is used, and letting go of one that was replaced.
extension Ledger {
  /// How often to look whether the file was replaced, whoever asks what meanwhile.
  private static let lookMilliseconds: Int64 = 2_000

  /// Takes back what is not committed and closes the file, which is opened again when it is used.
  package func close() {
    rollBack()
    opened = nil
  }

  /// Closes files that were moved or removed while they were open; who wants to open the ledger may wait for it.
  ///
  /// Does nothing within two seconds of the last time.
  package func closeIfReplaced() {
    let now = world.monotonicMilliseconds()
    guard let opened, now >= nextLook else { return }
    nextLook = now + Self.lookMilliseconds
    guard isAbandoned(opened) else { return }
    do throws(LedgerError) { try letGo() } catch { _ = told(error) }
  }

  /// Whether the file is open and can only be read.
  package var isReadOnly: Bool { opened?.lock == nil && opened != nil }

  /// Opens the file if it is not open: makes, migrates or checks it.
  package func open() throws(LedgerError) {
    _ = try store()
  }

  /// Returns the file at the path, which is opened if it is not open or was replaced.
  func store() throws(LedgerError) -> LedgerStore {
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
  func letGo() throws(LedgerError) {
    do throws(LedgerError) {
      try opened?.saveLostLog()
    } catch .logLost(let path) {
      opened = nil
      throw .logLost(path: path)
    }
    opened = nil
  }

  /// Returns the error, of which who watches the store has heard.
  func told(_ error: LedgerError) -> LedgerError {
    onFault(error)
    return error
  }

  /// Whether the file was moved away or deleted while it was open: nobody would find what is written to it.
  private func isAbandoned(_ store: LedgerStore) -> Bool {
    guard case .idle = batch, !store.isHoldingState else { return false }
    return store.isReplaced
  }
}
