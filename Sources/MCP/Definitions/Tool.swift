package import JSON

/// A tool: its declaration and what it does.
package struct Tool {
  /// How clients see it.
  package let declaration: ToolDeclaration
  /// Answers a call whose arguments have been coerced and have passed the schema.
  ///
  /// A ``ToolFailure`` becomes a result with `isError`; any other error is a fault of ours.
  package let call: (JSONObject) throws -> ToolOutcome

  /// Creates a tool.
  package init(declaration: ToolDeclaration, call: @escaping (JSONObject) throws -> ToolOutcome) {
    self.declaration = declaration
    self.call = call
  }
}
