/// The coarse class of a Unicode scalar, by which text is cut into pieces.
///
/// - Source: The manual's page "How are tokens estimated?". Letters come first, then digits, then the rest.
enum ScalarClass: UInt8 {
  // Letters that form words together, whatever their script.
  case lower, upper, marked, vietnamese
  // Letters that stay with their own kind, in the order of `PieceRow.scripts`.
  case greek, cyrillic, other, hebrew, arabic, indic, thai, hangul, hiragana, katakana, han
  case digit, otherDigit
  case space, lineEnd, tab
  case punctuation, otherPunctuation, wideMark, symbol, emoji, joiner

  @inline(__always) var isLetter: Bool { rawValue <= Self.han.rawValue }
  @inline(__always) var isWordy: Bool { rawValue <= Self.vietnamese.rawValue }
  @inline(__always) var isDigit: Bool { self == .digit || self == .otherDigit }
  @inline(__always) var isBlank: Bool { self == .space || self == .lineEnd || self == .tab }

  /// The class of a scalar.
  @inline(__always) static func of(_ scalar: UInt32) -> ScalarClass {
    scalar < 0x80 ? ascii(UInt8(truncatingIfNeeded: scalar)) : beyondASCII(scalar)
  }

  /// The class of an ASCII character.
  @inline(__always) static func ascii(_ byte: UInt8) -> ScalarClass {
    switch byte {
    case 0x61...0x7A: .lower
    case 0x20: .space
    case 0x41...0x5A: .upper
    case 0x30...0x39: .digit
    case 0x0A, 0x0D: .lineEnd
    case 0x09, 0x0B, 0x0C: .tab
    default: .punctuation
    }
  }

  private static func beyondASCII(_ scalar: UInt32) -> ScalarClass {
    switch scalar {
    case 0xA0: .space
    case 0xAA, 0xB5, 0xBA: .marked
    case ..<0xC0, 0xD7, 0xF7: .otherPunctuation
    case ..<0x370: .marked
    case ..<0x400: .greek
    case ..<0x530: .cyrillic
    case 0x5D0..<0x600: .hebrew
    case ..<0x600: .other
    case 0x660...0x669, 0x6F0...0x6F9: .otherDigit
    case 0x60C, 0x61B, 0x61F, 0x640, 0x66A, 0x66B, 0x66C, 0x6D4: .otherPunctuation
    case ..<0x780: .arabic
    case 0x900..<0xE00: .indic
    case 0xE00..<0xE80: .thai
    case 0x1100..<0x1200: .hangul
    case 0x1E00..<0x1F00: .vietnamese
    case 0x1F00..<0x2000: .greek
    case 0x2000..<0x2C00: general(scalar)
    case 0x3000..<0x1_0000: eastAsian(scalar)
    case 0x2_0000..<0x3_2000: .han
    case 0x1_F000...: .emoji
    default: .other
    }
  }

  private static func general(_ scalar: UInt32) -> ScalarClass {
    switch scalar {
    case 0x200B...0x200F: .joiner
    case ...0x200A: .space
    case ..<0x2070: .otherPunctuation
    case 0x2600..<0x27C0, 0x2B00...: .emoji
    default: .symbol
    }
  }

  private static func eastAsian(_ scalar: UInt32) -> ScalarClass {
    switch scalar {
    case 0x3000: .space
    case ..<0x3040, 0x30FB, 0xFF00..<0xFFF0: .wideMark
    case ..<0x30A0: .hiragana
    case ..<0x3100: .katakana
    case 0x3130..<0x3190, 0xAC00..<0xD7B0: .hangul
    case 0x3400..<0xA000, 0xF900..<0xFB00: .han
    case 0xFE0F: .joiner
    default: .other
    }
  }
}
