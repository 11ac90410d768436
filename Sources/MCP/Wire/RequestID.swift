import JSON

/// The id of a request as the wire has it: `1` and `"1"` differ, and so do `7` and a 64-bit neighbour.
enum RequestID: Sendable, Hashable {
  /// A number of nothing but digits.
  case integer(Int64)
  /// Any other id, as JSON.
  case json([UInt8])

  /// How many bytes an id may have as JSON: it is kept, and sent back.
  static let mostBytes = 1_000

  /// Creates the id that a value is: a string, or a number without fraction and exponent; otherwise nil.
  init?(_ value: JSONValue?) {
    switch value {
    case .number(let number)?:
      guard number.isIntegerLexeme else { return nil }
      self = number.machineInteger.map(Self.integer) ?? .json(JSONWriter.bytes(.number(number)))
    case .string(let text)? where text.utf8.count <= Self.mostBytes: self = .json(JSONWriter.bytes(.string(text)))
    default: return nil
    }
    if case .json(let json) = self, json.count > Self.mostBytes { return nil }
  }
}

extension JSONWriter {
  /// Writes the id of a request.
  mutating func write(_ id: RequestID) {
    switch id {
    case .integer(let integer): write(integer)
    case .json(let json): raw(json)
    }
  }
}
