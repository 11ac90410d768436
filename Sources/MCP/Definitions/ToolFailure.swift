/// A failure that the caller can do something about; it becomes a tool result with `isError`.
package struct ToolFailure: Error, Hashable {
  /// What was wrong, with which value, and what to do, for a model or a person.
  package let message: String

  /// Creates a failure with its message.
  package init(message: String) { self.message = message }
}
