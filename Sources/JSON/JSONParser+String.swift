extension JSONParser {
  /// Reads the string that begins at the quotation mark under the offset.
  mutating func string() throws(JSONError) -> String {
    let start = offset + 1
    var isASCII = true
    let end = try endOfPlainText(from: start, &isASCII)
    guard bytes[end] == UInt8(ascii: "\"") else { return try escapedString(from: start, firstEscape: end) }
    advance(to: end + 1)
    let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
    if isASCII, text.count <= 15 { return Self.shortString(ofASCII: text) }
    try take(Self.textMemory)
    if isASCII { return String(decoding: text, as: UTF8.self) }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw invalidUTF8(from: start, to: end)
    }
    return string
  }

  /// Such a text needs no memory of its own, and this way to it no look at what it holds.
  private static func shortString(ofASCII text: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: text.count) { $0.initialize(fromContentsOf: text) }
  }

  /// Returns the offset of the quotation mark or backslash at which plain text ends.
  private func endOfPlainText(from start: Int, _ isASCII: inout Bool) throws(JSONError) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var end = start
    while end < bytes.count {
      if bytes.count - end >= 8 {
        let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: end, as: UInt64.self))
        let plain = Self.countOfPlainASCII(word)
        end += plain
        if plain == 8 { continue }
      }
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return end }
      guard byte >= 0x20 else { throw JSONError(offset: end, reason: .controlCharacter(byte)) }
      if byte >= 0x80 { isASCII = false }
      end += 1
    }
    throw JSONError(offset: end, reason: .unexpectedEnd)
  }

  /// Returns how many of eight bytes come before the first that ends plain text, is a control character or lies outside
  /// of ASCII.
  private static func countOfPlainASCII(_ word: UInt64) -> Int {
    // A byte below n borrows from its top bit when n is subtracted; bytes from 0x80 have that bit already.
    let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let found = (quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20) | word
    // The lowest one found is such a byte; those above it may only have been borrowed from.
    return (found & (ones &* 0x80)).trailingZeroBitCount / 8
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }

  private func invalidUTF8(from start: Int, to end: Int) -> JSONError {
    // Only now, as the fast check does not tell where.
    var decoder = UTF8()
    var iterator = bytes[start..<end].makeIterator()
    var offset = start
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return JSONError(offset: offset, reason: .invalidUTF8)
  }

  private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONError) -> String {
    try take(Self.textMemory)
    var text = Array(bytes[start..<firstEscape])
    advance(to: firstEscape)
    while true {
      var isASCII = true
      let end = try endOfPlainText(from: offset, &isASCII)
      text.append(contentsOf: bytes[offset..<end])
      advance(to: end)
      if bytes[end] == UInt8(ascii: "\\") {
        try escape(into: &text)
        continue
      }
      advance(to: end + 1)
      guard let string = String(validating: text, as: UTF8.self) else {
        throw invalidUTF8(from: start, to: end)
      }
      return string
    }
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
      text.append(contentsOf: UTF8.encode(try unicodeEscape()) ?? UTF8.encodedReplacementCharacter)
    } else {
      throw error(.invalidEscape)
    }
  }

  /// Reads a `\u` escape with its four digits, or the two of them that make up a pair of surrogates.
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
