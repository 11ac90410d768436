/// A strict reader of JSON (RFC 8259): UTF-8 checked, keys unique, depth bounded, numbers exact.
package struct JSONParser {
  /// How deep arrays and objects may nest unless said otherwise.
  package static let defaultDepth = 128

  /// How many members an object has room for at first.
  private static var usualMembers: Int { 8 }
  private static var memberMemory: Int { MemoryLayout<JSONObject.Member>.stride }
  // Twice, as an array that grows is copied into one of twice the size.
  private static var elementMemory: Int { 2 * MemoryLayout<JSONValue>.stride }
  /// What a text has that is too long to lie in its value, besides its bytes.
  static var textMemory: Int { 48 }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset = 0
  private let depthLimit: Int
  private var depth = 0
  /// How many bytes of memory values may still take.
  private var memory: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int, memory: Int = .max) {
    self.bytes = bytes
    self.depthLimit = depthLimit
    self.memory = memory
  }

  /// Returns the value of a whole text.
  ///
  /// - Parameter memory: How many bytes its values may take, besides those of its texts.
  package static func parse(
    _ bytes: [UInt8], depth: Int = defaultDepth, memory: Int = .max
  ) throws(JSONError) -> JSONValue {
    try parse(bytes[...], depth: depth, memory: memory)
  }

  /// Returns the value of a whole text.
  package static func parse(
    _ bytes: ArraySlice<UInt8>, depth: Int = defaultDepth, memory: Int = .max
  ) throws(JSONError) -> JSONValue {
    // The result carries the error out, as a closure of the standard library throws no typed errors.
    try bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONError) in try whole(buffer, depth, memory) }
    }.get()
  }

  /// Returns the value of a whole text.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, depth: Int = defaultDepth
  ) throws(JSONError) -> JSONValue {
    try whole(bytes.assumingMemoryBound(to: UInt8.self), depth, .max)
  }

  /// Returns the members of the object that a text begins with, up to the member `key`, and reads no further.
  package static func members(
    of bytes: UnsafeRawBufferPointer, before key: String
  ) throws(JSONError) -> JSONObject {
    var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self), depthLimit: defaultDepth)
    parser.skipSpace()
    guard try parser.current() == UInt8(ascii: "{") else { throw parser.unexpected() }
    return try parser.object(before: key)
  }

  private static func whole(
    _ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int, _ memory: Int
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, depthLimit: depth, memory: memory)
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    guard parser.offset == bytes.count else { throw parser.error(.trailingBytes) }
    return value
  }

  mutating func value() throws(JSONError) -> JSONValue {
    switch try current() {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object(before: nil))
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw unexpected()
    }
  }

  private mutating func object(before lastKey: String?) throws(JSONError) -> JSONObject {
    try enter()
    var object = JSONObject()
    var keys = KeySet()
    if skip(UInt8(ascii: "}")) { return object }
    object.reserve(Self.usualMembers)
    try take(Self.usualMembers * Self.memberMemory)
    while true {
      guard try current() == UInt8(ascii: "\"") else { throw unexpected() }
      let start = offset
      let key = try string()
      if key == lastKey { return object }
      guard keys.insert(key, in: object) else { throw JSONError(offset: start, reason: .duplicateKey(key)) }
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw unexpected() }
      object.append(key, try value())
      if object.count > Self.usualMembers { try take(2 * Self.memberMemory) }
      skipSpace()
      if skip(UInt8(ascii: "}")) { break }
      guard skip(UInt8(ascii: ",")) else { throw unexpected() }
    }
    depth -= 1
    return object
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    try enter()
    var elements: [JSONValue] = []
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      try take(Self.elementMemory)
      skipSpace()
      if skip(UInt8(ascii: "]")) { break }
      guard skip(UInt8(ascii: ",")) else { throw unexpected() }
    }
    depth -= 1
    return elements
  }

  /// Steps past an opening bracket; an empty pair gives its level back at once.
  private mutating func enter() throws(JSONError) {
    guard depth < depthLimit else { throw error(.tooDeep(limit: depthLimit)) }
    offset += 1
    skipSpace()
    let closes =
      offset < bytes.count && (bytes[offset] == UInt8(ascii: "]") || bytes[offset] == UInt8(ascii: "}"))
    if !closes { depth += 1 }
  }

  /// Counts what is added to the memory that values take.
  mutating func take(_ bytes: Int) throws(JSONError) {
    memory &-= bytes
    if memory < 0 { throw error(.tooLarge) }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[offset] == text.utf8Start[index] else { throw unexpected() }
      offset += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> JSONNumber {
    let start = offset
    if let integer = shortInteger() { return JSONNumber(integer) }
    offset = start
    while offset < bytes.count, Self.continuesNumber(bytes[offset]) { offset += 1 }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<offset])
    try take(text.count)
    var scanner = NumberScanner(text)
    guard scanner.scan() else { throw JSONError(offset: start, reason: .invalidNumber) }
    return JSONNumber(
      checkedLexeme: String(decoding: text, as: UTF8.self), isPlainInteger: scanner.isPlainInteger)
  }

  /// Reads a whole number of at most eighteen digits, or returns nil for any other.
  private mutating func shortInteger() -> Int64? {
    let isNegative = bytes[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let first = offset
    var value: Int64 = 0
    while offset < bytes.count, offset - first < 19, bytes[offset] &- UInt8(ascii: "0") < 10 {
      value = value &* 10 &+ Int64(bytes[offset] &- UInt8(ascii: "0"))
      offset += 1
    }
    let digits = offset - first
    guard digits > 0, digits < 19, !(digits > 1 && bytes[first] == UInt8(ascii: "0")),
      !(isNegative && value == 0), offset == bytes.count || !Self.continuesNumber(bytes[offset])
    else { return nil }
    return isNegative ? -value : value
  }

  private static func continuesNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
      UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  mutating func advance(to newOffset: Int) { offset = newOffset }

  func error(_ reason: JSONError.Reason) -> JSONError { JSONError(offset: offset, reason: reason) }

  func unexpected() -> JSONError {
    error(offset < bytes.count ? .unexpectedByte(bytes[offset]) : .unexpectedEnd)
  }

  mutating func current() throws(JSONError) -> UInt8 {
    skipSpace()
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    return bytes[offset]
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  mutating func skipSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }
}

/// Notices a key that an object already has: by walking while there are few, by hashing once there are many.
private struct KeySet {
  private static let walkingLimit = 16
  private var keys: Set<ExactText> = []

  mutating func insert(_ key: String, in object: JSONObject) -> Bool {
    if object.count < Self.walkingLimit { return !object.contains(key) }
    if keys.isEmpty { keys = Set(object.keys.map(ExactText.init)) }
    return keys.insert(ExactText(key)).inserted
  }
}
