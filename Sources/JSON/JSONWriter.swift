/// Writes JSON on one line, into bytes.
///
/// The memory is the writer's own: an array would be checked with every byte that is appended.
package struct JSONWriter: ~Copyable {
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  /// A copy of what has been written.
  package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

  /// Hands what has been written to `body`, which must not keep it.
  package borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: memory, count: count))
  }

  /// Creates a writer with room for that many bytes.
  package init(capacity: Int = 0) {
    self.capacity = max(capacity, 64)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  /// Returns the text of `value`, without any space between its parts.
  package static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.write(value)
    return writer.bytes
  }

  /// Returns the text of `value`, without any space between its parts.
  package static func string(_ value: JSONValue) -> String {
    var writer = JSONWriter(capacity: 256)
    writer.write(value)
    return String(decoding: UnsafeBufferPointer(start: writer.memory, count: writer.count), as: UTF8.self)
  }

  /// Writes a value.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let bool): raw(bool ? "true" : "false")
    case .number(let number): write(number)
    case .string(let string): write(string: string)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  /// Writes an object.
  package mutating func write(_ object: JSONObject) {
    append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, value) in object {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      write(string: key)
      append(UInt8(ascii: ":"))
      write(value)
    }
    append(UInt8(ascii: "}"))
  }

  /// Writes a string with its quotation marks.
  package mutating func write(string: String) {
    var string = string
    string.withUTF8 { write(stringOf: $0) }
  }

  /// Writes the string whose UTF-8 is `text`, with its quotation marks.
  package mutating func write(stringOf text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count * Self.longestEscape + 2)
    // Copies of the members, which the compiler keeps in registers.
    let memory = memory
    var end = count
    memory[end] = UInt8(ascii: "\"")
    end += 1
    for byte in text {
      memory[end] = byte
      end += 1
      guard Self.needsEscape(byte) else { continue }
      // Nearly all that is escaped are quotation marks.
      if byte == UInt8(ascii: "\"") {
        memory[end - 1] = UInt8(ascii: "\\")
        memory[end] = byte
        end += 1
      } else {
        end = Self.escape(byte, in: memory, at: end - 1)
      }
    }
    memory[end] = UInt8(ascii: "\"")
    count = end + 1
  }

  /// Writes bytes that are JSON, or a part of it, already.
  package mutating func raw(_ json: UnsafeBufferPointer<UInt8>) { append(json) }

  /// Writes bytes that are JSON, or a part of it, already.
  package mutating func raw(_ json: [UInt8]) { json.withUnsafeBufferPointer { append($0) } }

  /// Writes text that is JSON, or a part of it, already.
  package mutating func raw(_ json: String.UTF8View) {
    var text = String(json)
    text.withUTF8 { append($0) }
  }

  /// Writes text that is JSON, or a part of it, already.
  package mutating func raw(_ json: StaticString) {
    append(UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
  }

  private mutating func write(_ elements: [JSONValue]) {
    append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      write(element)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func write(_ number: JSONNumber) {
    guard let integer = number.machineInteger else { return raw(number.lexeme.utf8) }
    write(integer)
  }

  /// Writes a whole number.
  package mutating func write(_ integer: Int64) {
    if integer < 0 { append(UInt8(ascii: "-")) }
    reserve(20)
    let start = count
    var rest = integer.magnitude
    repeat {
      memory[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      count += 1
      rest /= 10
    } while rest > 0
    var digits = UnsafeMutableBufferPointer(start: memory + start, count: count - start)
    digits.reverse()
  }
}

// The bytes.
extension JSONWriter {
  /// Makes room for that many more bytes.
  private mutating func reserve(_ more: Int) {
    guard capacity - count < more else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }

  private mutating func append(_ byte: UInt8) {
    reserve(1)
    memory[count] = byte
    count += 1
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress else { return }
    reserve(text.count)
    (memory + count).initialize(from: start, count: text.count)
    count += text.count
  }

  /// The length of `\u0000`.
  private static var longestEscape: Int { 6 }

  /// Most bytes are letters, which the first comparison lets pass.
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: "\\")
      && (byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\"))
  }

  /// Writes the escape of a byte at `start`, where there is room for it, and returns where it ends.
  private static func escape(_ byte: UInt8, in memory: UnsafeMutablePointer<UInt8>, at start: Int) -> Int {
    memory[start] = UInt8(ascii: "\\")
    if let letter = letter(of: byte) {
      memory[start + 1] = letter
      return start + 2
    }
    let digits: StaticString = "0123456789abcdef"
    memory[start + 1] = UInt8(ascii: "u")
    memory[start + 2] = UInt8(ascii: "0")
    memory[start + 3] = UInt8(ascii: "0")
    memory[start + 4] = digits.utf8Start[Int(byte >> 4)]
    memory[start + 5] = digits.utf8Start[Int(byte & 15)]
    return start + longestEscape
  }

  /// What follows the backslash for a byte with an escape of its own.
  private static func letter(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x08: UInt8(ascii: "b")
    case 0x0C: UInt8(ascii: "f")
    case 0x0A: UInt8(ascii: "n")
    case 0x0D: UInt8(ascii: "r")
    case 0x09: UInt8(ascii: "t")
    default: nil
    }
  }
}
