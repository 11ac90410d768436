package import JSON
import JSONSchema
import Ledger
import MCP
package import Service

extension LedgerService {
  /// Returns the answer of `get_usage` to the arguments, for commands.
  ///
  /// - Throws: ``ToolFailure``.
  package func usage(_ question: JSONObject) throws -> JSONObject {
    try answer(of: GetUsage.self, question)
  }

  /// Returns the answer of `check_limit` to the arguments, for commands.
  ///
  /// - Throws: ``ToolFailure``.
  package func limitCheck(_ question: JSONObject) throws -> JSONObject {
    try answer(of: CheckLimit.self, question)
  }

  /// Returns what a tool answers to arguments that are mended and checked as those of a client are.
  private func answer<Asked: LedgerTool>(of tool: Asked.Type, _ question: JSONObject) throws -> JSONObject {
    let declaration = LedgerServer.declaration(of: tool.name)
    let mended = declaration.mended(.object(question))
    let violations = declaration.violations(in: mended)
    guard violations.isEmpty, let arguments = mended.object else {
      throw ToolFailure(message: ViolationSentences.message(violations, mended, declaration))
    }
    return try ledger.consistently { try tool.init(self).call(Arguments(arguments, of: identity)) }
  }

  /// The names of the tools.
  package static var toolNames: [String] { ToolList.all.map { $0.name } }
}
