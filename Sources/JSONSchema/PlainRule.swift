package import JSON

/// What a value must be to keep a node's rules with nothing to mend, where that is seen at a glance.
enum PlainRule: Sendable {
  /// Nothing is seen at a glance.
  case unknown
  /// A text that is not blank.
  case text
  /// One of a few words.
  case word([String])
  /// A whole number in these bounds.
  case integer(ClosedRange<Int64>)
  /// A number.
  case number
  /// A truth value.
  case truth
  /// An object of anything.
  case data
  /// An object that may only have the members which the rules name.
  case arguments(MemberRules)

  /// Returns the rule of a node, which is unknown for all but the assertions that arguments mostly have.
  init(_ assertions: [Assertion], in nodes: [SchemaNode]) {
    guard case .type(let types)? = assertions.first, types.count == 1 else {
      self = .unknown
      return
    }
    let others = assertions.dropFirst()
    switch types[0] {
    case .string: self = Self.text(others)
    case .integer: self = Self.integer(others)
    case .number: self = others.isEmpty ? .number : .unknown
    case .boolean: self = others.isEmpty ? .truth : .unknown
    case .object: self = Self.object(others, in: nodes)
    case .null, .array: self = .unknown
    }
  }

  private static func text(_ others: ArraySlice<Assertion>) -> PlainRule {
    if others.isEmpty { return .text }
    guard others.count == 1, case .enumeration(let values)? = others.first else { return .unknown }
    let words = values.compactMap(\.string)
    return words.count == values.count ? .word(words) : .unknown
  }

  private static func integer(_ others: ArraySlice<Assertion>) -> PlainRule {
    var (least, most) = (Int64.min, Int64.max)
    for assertion in others {
      switch assertion {
      case .minimum(let bound):
        guard let bound = bound.int64 else { return .unknown }
        least = max(least, bound)
      case .maximum(let bound):
        guard let bound = bound.int64 else { return .unknown }
        most = min(most, bound)
      default: return .unknown
      }
    }
    return least <= most ? .integer(least...most) : .unknown
  }

  private static func object(_ others: ArraySlice<Assertion>, in nodes: [SchemaNode]) -> PlainRule {
    if others.isEmpty { return .data }
    var found: MemberRules?
    for assertion in others {
      switch assertion {
      case .members(let rules): found = rules
      // The rules name them too.
      case .required: continue
      default: return .unknown
      }
    }
    guard let rules = found else { return .unknown }
    let additional = rules.additional.map { nodes[$0] }
    if rules.names.isEmpty, rules.required.isEmpty, additional?.assertions.isEmpty ?? true { return .data }
    return additional?.isNever == true ? .arguments(rules) : .unknown
  }
}

extension Schema {
  /// Returns true for a value that breaks nothing and has nothing to mend, as far as that is seen at a glance.
  ///
  /// Nearly all arguments are so; of others, and of some that are well too, ``coerced(_:blanks:zeros:)`` and
  /// ``violations(in:atMost:)`` tell.
  package func isPlain(_ object: JSONObject) -> Bool {
    guard case .arguments(let rules) = nodes[Schema.root].plain else { return false }
    return isPlain(object, rules)
  }

  private func isPlain(_ object: JSONObject, _ rules: MemberRules) -> Bool {
    for (key, value) in object {
      guard let (node, isNamed) = rules.rule(for: key), isNamed, isPlain(value, node) else { return false }
    }
    return rules.required.allSatisfy(object.contains)
  }

  private func isPlain(_ value: JSONValue, _ node: Int) -> Bool {
    switch nodes[node].plain {
    case .unknown: false
    case .text: value.string.map(Self.beginsPlainly) ?? false
    case .word(let words): value.string.map { word in words.contains { $0.hasSameScalars(as: word) } } ?? false
    case .integer(let bounds): value.number?.machineInteger.map(bounds.contains) ?? false
    case .number: value.number != nil
    case .truth: value.bool != nil
    case .data: value.object.map { !$0.isEmpty } ?? false
    // A blank one was left out.
    case .arguments(let rules): value.object.map { !$0.isEmpty && isPlain($0, rules) } ?? false
    }
  }

  /// Whether the first byte of a text is a character that shows: such a text is not blank.
  private static func beginsPlainly(_ text: String) -> Bool {
    text.utf8.first.map { $0 > 0x20 && $0 < 0x7F } ?? false
  }
}
