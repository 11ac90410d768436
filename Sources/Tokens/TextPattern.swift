/// How a tokenizer cuts text before it joins bytes.
///
/// The rules are those of tiktoken's patterns of the same names, applied by hand so that each scalar is
/// looked at a bounded number of times.
package enum TextPattern: String, Sendable, CaseIterable {
  case o200k = "o200k_base"
  case cl100k = "cl100k_base"
}

/// What the patterns ask of a scalar.
struct LetterClass: OptionSet {
  let rawValue: UInt8

  static let letter = LetterClass(rawValue: 1)
  static let number = LetterClass(rawValue: 2)
  static let space = LetterClass(rawValue: 4)
  /// Capital or title letter, modifier, other letter or mark: what a word may begin with.
  static let beginning = LetterClass(rawValue: 8)
  /// Small letter, modifier, other letter or mark: what a word may go on with.
  static let continuing = LetterClass(rawValue: 16)
  /// The ends of lines.
  static let lineEnd = LetterClass(rawValue: 32)

  @inline(__always) static func of(_ scalar: UInt32) -> LetterClass {
    scalar < 0x80 ? ascii[Int(scalar)] : wide(scalar)
  }

  private static let ascii: [LetterClass] = (0..<0x80).map { byte in
    switch byte {
    case 0x41...0x5A: [.letter, .beginning]
    case 0x61...0x7A: [.letter, .continuing]
    case 0x30...0x39: .number
    case 0x0A, 0x0D: [.space, .lineEnd]
    case 0x09, 0x0B, 0x0C, 0x20: .space
    default: []
    }
  }

  private static func wide(_ value: UInt32) -> LetterClass {
    guard let scalar = Unicode.Scalar(value) else { return [] }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return [.letter, .beginning]
    case .lowercaseLetter: return [.letter, .continuing]
    case .modifierLetter, .otherLetter: return [.letter, .beginning, .continuing]
    case .nonspacingMark, .spacingMark, .enclosingMark: return [.beginning, .continuing]
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return scalar.properties.isWhitespace ? .space : []
    }
  }
}
