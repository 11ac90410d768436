import JSON

// Members of an object, of which those that were filled with nothing were meant to be absent.
extension Coercion {
  /// What a member was meant to be.
  private enum Reading {
    /// What it is.
    case same
    /// Something else.
    case better(JSONValue)
    /// Nothing: it is null where null is not wanted.
    case absent
    /// Nothing: it holds an empty text, list or object, or a zero that cannot be meant.
    case blank
  }

  /// Returns the object with its members mended, or nil when there is nothing to mend.
  ///
  /// An object that takes no other members than it names holds arguments, and a blank one was left out. Whoever fills
  /// blanks fills numbers with zeros: next to a blank these are left out too. Any other object holds data, which stay.
  func mended(_ object: JSONObject, _ rules: MemberRules) -> JSONValue? {
    let isClosed = blanks == .leftOut && rules.additional.map { nodes[$0].isNever } ?? false
    let readings = object.map { reading(of: $0.1, named: $0.0, rules, isClosed: isClosed) }
    guard readings.contains(where: { if case .same = $0 { false } else { true } }) else { return nil }
    let hasBlanks = readings.contains { if case .blank = $0 { true } else { false } }
    var result = JSONObject()
    for ((key, value), reading) in zip(object, readings) {
      guard let meant = Self.meant(value, reading) else { continue }
      if hasBlanks, meant.isZero, !rules.required.contains(key) {
        if let name = zeros[key] { result[name] = meant }
      } else {
        result.append(key, meant)
      }
    }
    return .object(result)
  }

  private static func meant(_ value: JSONValue, _ reading: Reading) -> JSONValue? {
    switch reading {
    case .same: value
    case .better(let better): better
    case .absent, .blank: nil
    }
  }

  private func reading(
    of value: JSONValue, named key: String, _ rules: MemberRules, isClosed: Bool
  ) -> Reading {
    guard let (node, isNamed) = rules.rule(for: key) else { return .same }
    let better = mended(value, node)
    let meant = better ?? value
    if isNamed, !rules.required.contains(key) {
      if meant.isNull, !isValid(meant, node) { return .absent }
      if isClosed, meant.isBlank || meant.isZero && !isValid(meant, node) { return .blank }
    }
    return better.map(Reading.better) ?? .same
  }
}

extension JSONValue {
  /// Whether it is a text without a letter, a list or an object without anything in it.
  var isBlank: Bool {
    switch self {
    case .string(let text): text.allSatisfy(\.isWhitespace)
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .number, .null: false
    }
  }

  /// Whether it is the number zero.
  fileprivate var isZero: Bool { number == JSONNumber(0) }
}
