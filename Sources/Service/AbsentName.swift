/// The name of what has none.
package enum AbsentName {
  /// What a dimension says that a record does not have, in questions and answers.
  package static let text = "(none)"
}
