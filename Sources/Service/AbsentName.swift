/// The name of what has none.
package enum AbsentName {
  /// What a dimension says that a record does not have, in questions and answers.
  package static let text = "(none)"

  /// Returns the name that a text gives; nil for a blank one, and for the one that says that there is none.
  package static func name(in text: String) -> String? {
    text == Self.text || text.allSatisfy(\.isWhitespace) ? nil : text
  }
}
