package import JSON

/// A type of JSON value as JSON Schema names it.
package enum JSONType: String, Sendable, Hashable, CaseIterable {
  case null
  case boolean
  case integer
  case number
  case string
  case array
  case object

  /// The narrowest type of `value`: a whole number, also as `5.0`, is an integer.
  package init(of value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool: self = .boolean
    case .number(let number): self = number.isInteger ? .integer : .number
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// Returns true when a value of this narrowest type meets one of `types`.
  func meets(_ types: [JSONType]) -> Bool {
    types.contains(self) || self == .integer && types.contains(.number)
  }
}
