package import JSON

/// A tool: its declaration and what it does.
package final class Tool {
  /// Its name on the wire.
  package let name: String
  /// How clients see it; made when it is first listed or called.
  package private(set) lazy var declaration = declare()
  /// Whether its answer tells of more than the call itself.
  let isQuestion: Bool
  private let declare: () -> ToolDeclaration
  /// Answers a call whose arguments have been coerced and have passed the schema.
  ///
  /// A ``ToolFailure`` becomes a result with `isError`; any other error is a fault of ours.
  package let call: (JSONObject) throws -> ToolOutcome

  /// Creates a tool whose declaration takes a while to make.
  ///
  /// - Parameter isQuestion: Whether its answer tells of more than the call itself.
  package init(
    name: String, isQuestion: Bool = true, declare: @escaping () -> ToolDeclaration,
    call: @escaping (JSONObject) throws -> ToolOutcome
  ) {
    self.name = name
    self.isQuestion = isQuestion
    self.declare = declare
    self.call = call
  }

  /// Creates a tool.
  package convenience init(
    declaration: ToolDeclaration, call: @escaping (JSONObject) throws -> ToolOutcome
  ) {
    self.init(name: declaration.name, declare: { declaration }, call: call)
  }
}
