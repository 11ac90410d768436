import JSON

/// The id of a request as it stands on the wire: `1` and `"1"` differ, and so do `7` and a 64-bit neighbour.
struct RequestID: Sendable, Hashable {
  /// The id as JSON.
  let json: [UInt8]

  /// Creates the id that a value is: a string, or a number without fraction and exponent; else nil.
  init?(_ value: JSONValue?) {
    switch value {
    case .string?: break
    case .number(let number)? where number.isIntegerLexeme: break
    default: return nil
    }
    guard let value else { return nil }
    json = JSONWriter.bytes(value)
  }
}
