/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable {
  /// What is wrong.
  package enum Reason: Sendable, Hashable {
    /// The text ends too early.
    case unexpectedEnd
    /// This byte cannot be here.
    case unexpectedByte(UInt8)
    /// The bytes are not UTF-8.
    case invalidUTF8
    /// A control character inside a string; it must be escaped.
    case controlCharacter(UInt8)
    /// A backslash is followed by something that is no escape.
    case invalidEscape
    /// Half of a pair of surrogates.
    case loneSurrogate
    /// A number that breaks the grammar.
    case invalidNumber
    /// A key occurs twice in an object.
    case duplicateKey(String)
    /// Deeper than the limit.
    case tooDeep(limit: Int)
    /// Its values take more memory than allowed.
    case tooLarge
    /// The text goes on after its value.
    case trailingBytes
  }

  /// The offset of the byte at fault, from 0.
  package let offset: Int
  /// What is wrong there.
  package let reason: Reason

  /// Creates the error of `reason` at `offset`.
  package init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}
