import JSON
import MCP
import Service

/// A tool of the ledger: its name says which file of `schemas/tools` declares it.
protocol LedgerTool: SendableMetatype {
  /// The tool's name on the wire.
  static var name: String { get }
  /// Whether its answer tells of more than the call itself.
  static var isQuestion: Bool { get }
  /// Whether its answer is another one when logs of other programs are taken in.
  static var restsOnLogs: Bool { get }
  /// Creates the tool over a service.
  init(_ service: LedgerService)
  /// Returns the structured answer to a call whose arguments its schema has let pass.
  ///
  /// - Throws: ``ToolFailure`` for what the caller can correct.
  func call(_ arguments: Arguments) throws -> JSONObject
  /// Returns the answer of ``call(_:)`` as it is sent: written at once by a tool that is called often.
  func outcome(_ arguments: Arguments) throws -> ToolOutcome
}

extension LedgerTool {
  static var isQuestion: Bool { true }
  static var restsOnLogs: Bool { false }

  func outcome(_ arguments: Arguments) throws -> ToolOutcome { .finished(try call(arguments)) }
}

/// The tools, in the order of `tools/list`.
enum ToolList {
  /// A new tool is a file here, a file in `schemas/tools`, and a line in this list.
  static let all: [any LedgerTool.Type] = [
    RecordUsage.self, GetUsage.self, CheckLimit.self, EstimateCost.self, CompareModels.self,
  ]
}
