/// The name of what has none.
package enum AbsentName {
  /// What a dimension says that a record does not have, in questions and answers.
  package static let text = "(none)"

  /// Returns the name that a text gives; nil for a blank one, and for the one that says that there is none.
  package static func name(in text: String) -> String? {
    text == Self.text || isBlank(text) ? nil : text
  }

  private static func isBlank(_ text: String) -> Bool {
    // Nearly every name begins with a letter of ASCII, which needs no search for the end of its character.
    if let byte = text.utf8.first, (0x21...0x7E).contains(byte) { return false }
    return text.allSatisfy(\.isWhitespace)
  }
}
