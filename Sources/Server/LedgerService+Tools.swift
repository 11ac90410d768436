package import JSON
import Ledger
package import Service

extension LedgerService {
  /// Returns the answer of `check_limit` to the arguments, for commands.
  ///
  /// - Throws: What is wrong with the question, or the ledger.
  package func limitCheck(_ question: JSONObject) throws -> JSONObject {
    let arguments = try Arguments(question, for: CheckLimit.self, of: identity)
    return try ledger.consistently { try CheckLimit(self).call(arguments) }
  }

  /// The names of the tools.
  package static var toolNames: [String] { ToolList.all.map { $0.name } }
}
