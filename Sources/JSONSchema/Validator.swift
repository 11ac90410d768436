import JSON

/// Walks over a value and notes what breaks the rules.
struct Validator {
  private let nodes: [SchemaNode]
  private let limit: Int
  private var path: [Step] = []
  /// What has been found.
  private(set) var violations: [Violation] = []

  private enum Step {
    case key(String)
    case index(Int)
  }

  /// Creates a validator that stops after `limit` violations.
  init(nodes: [SchemaNode], limit: Int) {
    self.nodes = nodes
    self.limit = limit
  }

  private var isFull: Bool { violations.count >= limit }

  /// Checks `value` against a node.
  mutating func check(_ value: JSONValue, _ index: Int) {
    for assertion in nodes[index].assertions {
      guard !isFull else { return }
      switch assertion {
      case .never: return note(.never)
      case .type(let types):
        let found = JSONType(of: value)
        guard found.meets(types) else { return note(.type(expected: types, found: found)) }
      case .reference(let target): check(value, target)
      case .enumeration(let values): if !values.contains(value) { note(.enumeration(values)) }
      case .constant(let wanted): if value != wanted { note(.constant(wanted)) }
      case .allOf(let parts): for part in parts { check(value, part) }
      case .anyOf(let parts): checkAny(value, parts)
      case .oneOf(let parts): checkOne(value, parts)
      case .not(let excluded): if isValid(value, excluded) { note(.not) }
      default: checkContent(value, assertion)
      }
    }
  }

  /// Checks what applies to one type of value only.
  private mutating func checkContent(_ value: JSONValue, _ assertion: Assertion) {
    switch value {
    case .number(let number): check(number, assertion)
    case .string(let text): check(text, assertion)
    case .array(let elements): check(elements, assertion)
    case .object(let object): check(object, assertion)
    case .null, .bool: break
    }
  }

  private mutating func check(_ number: JSONNumber, _ assertion: Assertion) {
    switch assertion {
    case .minimum(let bound): if number < bound { note(.minimum(bound)) }
    case .maximum(let bound): if number > bound { note(.maximum(bound)) }
    case .exclusiveMinimum(let bound): if number <= bound { note(.exclusiveMinimum(bound)) }
    case .exclusiveMaximum(let bound): if number >= bound { note(.exclusiveMaximum(bound)) }
    default: break
    }
  }

  private mutating func check(_ text: String, _ assertion: Assertion) {
    switch assertion {
    case .minLength(let bound):
      let count = text.unicodeScalars.count
      if count < bound { note(.minLength(bound, found: count)) }
    case .maxLength(let bound):
      // No text has more scalars than bytes.
      guard text.utf8.count > bound else { return }
      let count = text.unicodeScalars.count
      if count > bound { note(.maxLength(bound, found: count)) }
    case .pattern(let pattern): if !pattern.matches(text) { note(.pattern(pattern.text)) }
    default: break
    }
  }

  private mutating func check(_ elements: [JSONValue], _ assertion: Assertion) {
    switch assertion {
    case .items(let node):
      for (index, element) in elements.enumerated() where !isFull {
        check(element, node, below: .index(index))
      }
    case .minItems(let bound):
      if elements.count < bound { note(.minItems(bound, found: elements.count)) }
    case .maxItems(let bound):
      if elements.count > bound { note(.maxItems(bound, found: elements.count)) }
    case .uniqueItems: checkUnique(elements)
    default: break
    }
  }

  private mutating func checkUnique(_ elements: [JSONValue]) {
    var places: [JSONValue: Int] = [:]
    for (index, element) in elements.enumerated() {
      if let first = places.updateValue(index, forKey: element) {
        return note(.uniqueItems(first: first, second: index))
      }
    }
  }

  private mutating func check(_ object: JSONObject, _ assertion: Assertion) {
    switch assertion {
    case .required(let names):
      for name in names where object[name] == nil && !isFull { note(.required(name)) }
    case .members(let rules):
      for (key, value) in object where !isFull { checkMember(key, value, rules) }
    case .propertyNames(let node):
      for (key, _) in object where !isFull { checkName(key, node) }
    case .minProperties(let bound):
      if object.count < bound { note(.minProperties(bound, found: object.count)) }
    case .maxProperties(let bound):
      if object.count > bound { note(.maxProperties(bound, found: object.count)) }
    default: break
    }
  }

  private mutating func checkMember(_ key: String, _ value: JSONValue, _ rules: MemberRules) {
    guard let (node, isNamed) = rules.rule(for: key) else { return }
    if !isNamed, nodes[node].isNever {
      note(.unknownProperty(key, known: rules.names))
    } else {
      check(value, node, below: .key(key))
    }
  }

  private mutating func checkName(_ key: String, _ node: Int) {
    let broken = violations(of: .string(key), node, atMost: limit)
    if !broken.isEmpty { note(.propertyName(key, breaks: broken.map(\.rule))) }
  }

  private mutating func checkAny(_ value: JSONValue, _ parts: [Int]) {
    guard !parts.contains(where: { isValid(value, $0) }) else { return }
    note(wantedTypes(value, parts) ?? .anyOf)
  }

  private mutating func checkOne(_ value: JSONValue, _ parts: [Int]) {
    let matching = parts.count { isValid(value, $0) }
    guard matching != 1 else { return }
    note(matching == 0 ? wantedTypes(value, parts) ?? .oneOf(matching: 0) : .oneOf(matching: matching))
  }

  /// Returns the types that the alternatives want, when their types alone keep the value out of all of them.
  private func wantedTypes(_ value: JSONValue, _ parts: [Int]) -> Violation.Rule? {
    var wanted: [JSONType] = []
    for part in parts {
      let first = violations(of: value, part, atMost: 1).first
      guard case .type(let expected, _)? = first?.rule, first?.path == .root else { return nil }
      wanted += expected.filter { !wanted.contains($0) }
    }
    return .type(expected: wanted, found: JSONType(of: value))
  }

  private mutating func check(_ value: JSONValue, _ node: Int, below step: Step) {
    path.append(step)
    check(value, node)
    path.removeLast()
  }

  private func isValid(_ value: JSONValue, _ node: Int) -> Bool {
    violations(of: value, node, atMost: 1).isEmpty
  }

  private func violations(of value: JSONValue, _ node: Int, atMost limit: Int) -> [Violation] {
    var other = Validator(nodes: nodes, limit: limit)
    other.check(value, node)
    return other.violations
  }

  private mutating func note(_ rule: Violation.Rule) {
    let components = path.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
    violations.append(Violation(path: JSONPointer(components: components), rule: rule))
  }
}
