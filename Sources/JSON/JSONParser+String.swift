extension JSONParser {
  /// Reads the string that begins at the quotation mark under the offset.
  mutating func string() throws(JSONError) -> String {
    let start = offset + 1
    var end = start
    var isASCII = true
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
        let result = isASCII ? String(decoding: text, as: UTF8.self) : try checked(text, at: start)
        advance(to: end + 1)
        return result
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start, firstEscape: end) }
      guard byte >= 0x20 else { throw JSONError(offset: end, reason: .controlCharacter(byte)) }
      if byte >= 0x80 { isASCII = false }
      end += 1
    }
    throw JSONError(offset: end, reason: .unexpectedEnd)
  }

  private func checked(_ text: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) -> String {
    guard let string = String(validating: text, as: UTF8.self) else {
      throw JSONError(offset: start, reason: .invalidUTF8)
    }
    return string
  }

  private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<firstEscape])
    advance(to: firstEscape)
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        advance(to: offset + 1)
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONError(offset: start, reason: .invalidUTF8)
        }
        return string
      }
      guard byte >= 0x20 else { throw error(.controlCharacter(byte)) }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &text)
      } else {
        text.append(byte)
        advance(to: offset + 1)
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard offset + 1 < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
    let plain: UInt8? =
      switch bytes[offset + 1] {
      case UInt8(ascii: "\""): UInt8(ascii: "\"")
      case UInt8(ascii: "\\"): UInt8(ascii: "\\")
      case UInt8(ascii: "/"): UInt8(ascii: "/")
      case UInt8(ascii: "b"): 0x08
      case UInt8(ascii: "f"): 0x0C
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "t"): 0x09
      default: nil
      }
    if let plain {
      text.append(plain)
      advance(to: offset + 2)
    } else if bytes[offset + 1] == UInt8(ascii: "u") {
      text.append(contentsOf: String(Character(try unicodeEscape())).utf8)
    } else {
      throw error(.invalidEscape)
    }
  }

  /// Reads `\uXXXX`, or the two of them that make up a pair of surrogates.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let lone = JSONError(offset: start, reason: .loneSurrogate)
    guard first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { throw lone }
    let second = try hexadecimal()
    guard second >= 0xDC00, second <= 0xDFFF else { throw lone }
    let combined = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
    guard let scalar = Unicode.Scalar(combined) else { throw lone }
    return scalar
  }

  /// Reads the four digits after `\u`.
  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for index in (offset + 2)..<(offset + 6) {
      guard index < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
      guard let digit = Self.digit(bytes[index]) else { throw error(.invalidEscape) }
      value = value << 4 | digit
    }
    advance(to: offset + 6)
    return value
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
