import JSON

/// Mends a value where its schema tells what was meant.
struct Coercion {
  /// The schema.
  let nodes: [SchemaNode]
  /// What becomes of blank members.
  let blanks: Schema.Blanks
  /// Members whose zero next to a blank goes on, each with the name under which it does.
  let zeros: [String: String]

  /// Returns `value` as the node wants it, or nil when there is nothing to mend.
  func mended(_ value: JSONValue, _ index: Int) -> JSONValue? {
    var current = value
    var isMended = false
    for assertion in nodes[index].assertions {
      guard let better = mended(current, assertion) else { continue }
      current = better
      isMended = true
    }
    return isMended ? current : nil
  }

  private func mended(_ value: JSONValue, _ assertion: Assertion) -> JSONValue? {
    switch (assertion, value) {
    case (.type(let types), _): retyped(value, types)
    case (.reference(let target), _): mended(value, target)
    case (.enumeration(let values), .string(let text)): spelled(text, values)
    case (.items(let node), .array(let elements)): mended(elements, node)
    case (.members(let rules), .object(let object)): mended(object, rules)
    case (.allOf(let parts), _): mended(value, byAll: parts)
    case (.anyOf(let parts), _), (.oneOf(let parts), _): mended(value, byFirst: parts)
    default: nil
    }
  }

  private func mended(_ elements: [JSONValue], _ node: Int) -> JSONValue? {
    var result: [JSONValue] = []
    var isMended = false
    let areTexts = blanks == .leftOut && wants(node, .string)
    for element in elements {
      guard !(areTexts && (element.isBlank || element.isNull)) else {
        isMended = true
        continue
      }
      let better = mended(element, node)
      isMended = isMended || better != nil
      result.append(better ?? element)
    }
    return isMended ? .array(result) : nil
  }

  private func mended(_ value: JSONValue, byAll parts: [Int]) -> JSONValue? {
    var result: JSONValue?
    for part in parts { result = mended(result ?? value, part) ?? result }
    return result
  }

  /// Returns the first alternative's reading that makes the value valid, unless it is valid as it is.
  private func mended(_ value: JSONValue, byFirst parts: [Int]) -> JSONValue? {
    guard !parts.contains(where: { isValid(value, $0) }) else { return nil }
    for part in parts {
      if let better = mended(value, part), isValid(better, part) { return better }
    }
    return nil
  }

  /// Returns the one of `values` that `text` is in other letters, or nil when it is one of them as it is.
  private func spelled(_ text: String, _ values: [JSONValue]) -> JSONValue? {
    let wanted = trimmed(text).lowercased()
    guard !values.contains(.string(text)) else { return nil }
    return values.first { $0.string?.lowercased() == wanted }
  }

  /// Whether a node wants values of that type and no other.
  func wants(_ node: Int, _ type: JSONType) -> Bool {
    nodes[node].assertions.contains { assertion in
      if case .type(let types) = assertion { types == [type] } else { false }
    }
  }

  /// Whether a node takes `value` as it is.
  func isValid(_ value: JSONValue, _ node: Int) -> Bool {
    var validator = Validator(nodes: nodes, limit: 1)
    validator.check(value, node)
    return validator.violations.isEmpty
  }

  /// Returns `value` as one of the wanted types, or nil when it is one already or cannot be read as one.
  private func retyped(_ value: JSONValue, _ types: [JSONType]) -> JSONValue? {
    switch value {
    case .number(let number): types.contains(.integer) ? plain(number).map { .number($0) } : nil
    case .string(let text): types.contains(.string) ? nil : read(trimmed(text), as: types)
    default: nil
    }
  }

  /// Returns the whole number without fraction or exponent, or nil when it is written so or not whole.
  private func plain(_ number: JSONNumber) -> JSONNumber? {
    guard !number.isIntegerLexeme, let integer = number.int64 else { return nil }
    return JSONNumber(integer)
  }

  private func read(_ text: String, as types: [JSONType]) -> JSONValue? {
    if types.contains(.integer) || types.contains(.number), let number = JSONNumber(lexeme: text),
      types.contains(.number) || number.isInteger
    {
      return .number(types.contains(.integer) ? plain(number) ?? number : number)
    }
    if types.contains(.boolean), let bool = truthValue(text) { return .bool(bool) }
    guard
      types.contains(.array) && text.utf8.first == UInt8(ascii: "[")
        || types.contains(.object) && text.utf8.first == UInt8(ascii: "{")
    else {
      // A lone text where only a list is wanted means a list of one.
      let isPlain = text.utf8.first.map { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "{") } ?? false
      return types == [.array] && isPlain ? .array([.string(text)]) : nil
    }
    return parsed(text)
  }

  /// `True` is how Python writes it.
  private func truthValue(_ text: String) -> Bool? {
    switch text {
    case "true", "True": true
    case "false", "False": false
    default: nil
    }
  }

  private func parsed(_ text: String) -> JSONValue? {
    do {
      return try JSONParser.parse(Array(text.utf8))
    } catch {
      return nil
    }
  }

  private func trimmed(_ text: String) -> String {
    let isSpace = { (scalar: Unicode.Scalar) in
      scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}
