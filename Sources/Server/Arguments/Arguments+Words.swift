import JSON
import JSONSchema
import MCP
import Service

extension Arguments {
  /// Takes the arguments of a tool that no client has given, mended and checked as those of a client are.
  ///
  /// - Throws: What is wrong with them, in words.
  init(_ object: JSONObject, for tool: any LedgerTool.Type, of identity: Identity) throws {
    let declaration = LedgerServer.declaration(of: tool.name)
    let mended = declaration.mended(.object(object))
    let violations = declaration.violations(in: mended)
    guard violations.isEmpty, let arguments = mended.object else {
      throw ToolFailure(message: ViolationSentences.message(violations, mended, declaration))
    }
    try self.init(arguments, of: identity)
  }
}
