import JSON
import Ledger
import Logging

extension LedgerService {
  /// Notes in the log why what others have logged could not be taken in; the question is answered without it.
  func noteUntaken(_ error: LedgerError) {
    log.write(.warning, "logs are not taken in", ["fault": .string(words.fault(error))])
  }
}
