import JSON
import Ledger
import Logging
package import Service

extension LedgerService {
  /// Has the log told of faults of the ledger that keep no answer from being given.
  package func logFaults() {
    ledger.onFault = { [log] in log.write(.error, "ledger fault", ["message": .string(LedgerSentences.message($0))]) }
  }
}
