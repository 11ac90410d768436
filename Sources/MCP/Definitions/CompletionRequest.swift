/// A question for the values that an argument might take.
package struct CompletionRequest: Sendable, Hashable {
  /// Whose argument it is.
  package enum Reference: Sendable, Hashable {
    /// The prompt of that name.
    case prompt(String)
    /// The resource template, as it is listed.
    case template(String)
  }

  /// Whose argument it is.
  package let reference: Reference
  /// The argument's name.
  package let argument: String
  /// What has been typed so far.
  package let value: String

  /// Creates a question.
  package init(reference: Reference, argument: String, value: String) {
    self.reference = reference
    self.argument = argument
    self.value = value
  }
}
