extension JSONParser {
  /// Returns the wanted members of the object that a text is.
  ///
  /// What is not wanted is stepped over: it must have its quotation marks and brackets, and is not looked into further.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, keeping projection: JSONProjection
  ) throws(JSONError) -> JSONObject {
    var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self), depthLimit: defaultDepth)
    guard try parser.current() == UInt8(ascii: "{") else { throw parser.unexpected() }
    let object = try parser.object(keeping: projection)
    parser.skipSpace()
    guard parser.offset == bytes.count else { throw parser.error(.trailingBytes) }
    return object
  }

  /// Returns the wanted members of each object in the list `key` of the object that a text is, and the bytes of each.
  ///
  /// The rest of the text is stepped over.
  package static func elements(
    of bytes: UnsafeRawBufferPointer, under key: String, keeping projection: JSONProjection
  ) throws(JSONError) -> [(members: JSONObject, bytes: UnsafeRawBufferPointer)] {
    var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self), depthLimit: defaultDepth)
    var elements: [(JSONObject, UnsafeRawBufferPointer)] = []
    guard try parser.current() == UInt8(ascii: "{") else { throw parser.unexpected() }
    try parser.eachMember(of: JSONProjection(key)) { (parser, _, _) throws(JSONError) in
      guard try parser.current() == UInt8(ascii: "[") else { throw parser.unexpected() }
      try parser.eachElement { (parser) throws(JSONError) in
        guard try parser.current() == UInt8(ascii: "{") else { throw parser.unexpected() }
        let start = parser.offset
        let members = try parser.object(keeping: projection)
        elements.append((members, UnsafeRawBufferPointer(rebasing: bytes[start..<parser.offset])))
      }
    }
    return elements
  }

  private mutating func object(keeping projection: JSONProjection) throws(JSONError) -> JSONObject {
    var object = JSONObject()
    object.reserve(projection.members.count)
    try eachMember(of: projection) { (parser, member, start) throws(JSONError) in
      guard !object.contains(member.name) else { throw JSONError(offset: start, reason: .duplicateKey(member.name)) }
      object.append(member.name, try parser.value(keeping: member.inner))
    }
    return object
  }

  /// Reads the wanted members of the object under the offset, each of which begins at the offset handed on.
  @inline(__always)
  private mutating func eachMember(
    of projection: JSONProjection,
    _ read: (inout JSONParser, JSONProjection.Member, Int) throws(JSONError) -> Void
  ) throws(JSONError) {
    advance(to: offset + 1)
    guard try current() != UInt8(ascii: "}") else { return advance(to: offset + 1) }
    while true {
      guard try current() == UInt8(ascii: "\"") else { throw unexpected() }
      let start = offset
      let member = try wantedMember(of: projection)
      guard try current() == UInt8(ascii: ":") else { throw unexpected() }
      advance(to: offset + 1)
      if let member { try read(&self, projection.members[member], start) } else { try stepOverValue() }
      if try current() == UInt8(ascii: "}") { return advance(to: offset + 1) }
      guard skip(UInt8(ascii: ",")) else { throw unexpected() }
    }
  }

  /// Steps over a name, and returns the number of the wanted member that it names.
  private mutating func wantedMember(of projection: JSONProjection) throws(JSONError) -> Int? {
    let start = offset + 1
    try stepOverString()
    let name = UnsafeBufferPointer(rebasing: bytes[start..<offset - 1])
    if let member = projection.member(named: name) { return member }
    guard name.contains(UInt8(ascii: "\\")) else { return nil }
    // A name may be written with escapes, though nobody does.
    advance(to: start - 1)
    let text = Array(try string().utf8)
    return text.withUnsafeBufferPointer { projection.member(named: $0) }
  }

  private mutating func value(keeping inner: JSONProjection?) throws(JSONError) -> JSONValue {
    guard let inner else { return try value() }
    switch try current() {
    case UInt8(ascii: "{"): return .object(try object(keeping: inner))
    case UInt8(ascii: "["): return .array(try array(keeping: inner))
    default: return try value()
    }
  }

  private mutating func array(keeping inner: JSONProjection) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    try eachElement { (parser) throws(JSONError) in
      // A list in a list is kept whole: what is wanted of an object cannot be wanted of it.
      let isObject = try parser.current() == UInt8(ascii: "{")
      elements.append(try isObject ? .object(parser.object(keeping: inner)) : parser.value())
    }
    return elements
  }

  /// Reads the elements of the list under the offset.
  @inline(__always)
  private mutating func eachElement(_ read: (inout JSONParser) throws(JSONError) -> Void) throws(JSONError) {
    advance(to: offset + 1)
    if try current() == UInt8(ascii: "]") { return advance(to: offset + 1) }
    while true {
      try read(&self)
      if try current() == UInt8(ascii: "]") { return advance(to: offset + 1) }
      guard skip(UInt8(ascii: ",")) else { throw unexpected() }
    }
  }

  private mutating func stepOverValue() throws(JSONError) {
    switch try current() {
    case UInt8(ascii: "\""): try stepOverString()
    case UInt8(ascii: "{"), UInt8(ascii: "["): try stepOverBrackets()
    // A bare word: checked, as it is short.
    default: _ = try value()
    }
  }

  /// Steps over an object or a list, by its brackets and strings alone.
  private mutating func stepOverBrackets() throws(JSONError) {
    var depth = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        try stepOverString()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      advance(to: offset + 1)
      if depth == 0 { return }
    }
    throw error(.unexpectedEnd)
  }

  /// Steps over the string that begins under the offset.
  private mutating func stepOverString() throws(JSONError) {
    var place = offset + 1
    while true {
      place = Self.endOfPlainText(in: bytes, from: place)
      guard place < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
      if bytes[place] == UInt8(ascii: "\"") { break }
      place += 2
    }
    advance(to: place + 1)
  }

  /// Returns the offset of the next quotation mark or backslash, or that of the end.
  private static func endOfPlainText(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var place = start
    while bytes.count - place >= 8 {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let found = zeroBytes(word ^ (ones &* 0x22)) | zeroBytes(word ^ (ones &* 0x5C))
      if found != 0 { return place + found.trailingZeroBitCount / 8 }
      place += 8
    }
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
    return min(place, bytes.count)
  }

  /// The top bits of the bytes that are zero; above the lowest one found, others may be set too.
  private static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones &* 0x80) }
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
}
