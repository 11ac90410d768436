/// A JSON text as a value: numbers exact, members in their order.
///
/// Two values are equal as JSON Schema has it: `1` is `1.0`, the order of members does not matter, and texts
/// are compared by their scalars.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// True for `null`.
  package var isNull: Bool { if case .null = self { true } else { false } }
  /// The truth value, if it is one.
  package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  /// The number, if it is one.
  package var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
  /// The text, if it is one.
  package var string: String? { if case .string(let string) = self { string } else { nil } }
  /// The elements, if it is an array.
  package var array: [JSONValue]? { if case .array(let array) = self { array } else { nil } }
  /// The members, if it is an object.
  package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
}

extension JSONValue {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}

// There is no nil literal: in a `JSONValue?` it would now and then be read as `.null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
}

extension JSONValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

extension JSONValue {
  /// Returns an object of those members that have a value.
  package static func object(of members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }
}
