package import Ledger

extension LedgerService {
  /// Gives back what the reservation of that name holds.
  ///
  /// - Returns: False when there is none, its time was up, or it is another user's whom this server does not see.
  package func release(_ name: String) throws(LedgerError) -> Bool {
    guard let id = RecordID(name) else { return false }
    return try ledger.release(id, ofUser: identity.onlyUser)
  }
}
