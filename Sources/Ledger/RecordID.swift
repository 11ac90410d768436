/// The public name of a record: 16 random bytes, written as 32 hexadecimal digits.
package struct RecordID: Sendable, Hashable, CustomStringConvertible {
  /// The sixteen bytes.
  package let bytes: [UInt8]

  /// Creates an id of these sixteen bytes.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == 16, "a record id has sixteen bytes")
    self.bytes = bytes
  }

  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
