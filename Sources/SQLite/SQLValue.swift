/// One value bound to a parameter of a statement.
package enum SQLValue: Sendable, Hashable {
  /// The absence of a value.
  case null
  /// A signed 64-bit integer.
  case integer(Int64)
  /// Unicode text, stored as UTF-8.
  case text(String)
  /// Bytes, stored as they are.
  case blob([UInt8])

  /// Creates the integer, or null where there is none.
  package init(_ integer: Int64?) {
    self = integer.map(SQLValue.integer) ?? .null
  }

  /// Creates the text, or null where there is none.
  package init(_ text: String?) {
    self = text.map(SQLValue.text) ?? .null
  }

  /// Creates the blob, or null where there is none.
  package init(_ bytes: [UInt8]?) {
    self = bytes.map(SQLValue.blob) ?? .null
  }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  /// Creates an integer value.
  package init(integerLiteral value: Int64) { self = .integer(value) }

  /// Creates a text value.
  package init(stringLiteral value: String) { self = .text(value) }

  /// Creates null.
  package init(nilLiteral: ()) { self = .null }
}
