import Ledger
import Service

extension LedgerService {
  /// Whose limits hold for a call with these arguments.
  func limitSubject(_ arguments: Arguments) throws -> LimitSubject { try limitSubject(of: try arguments.names()) }
}
