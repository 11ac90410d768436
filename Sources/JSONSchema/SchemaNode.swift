import JSON

/// A compiled schema at one place: all of its assertions must hold. Other nodes are named by their index.
struct SchemaNode: Sendable {
  /// What must hold, the type first.
  var assertions: [Assertion] = []
  /// The same, where it is seen at a glance; known once all nodes are.
  var plain = PlainRule.unknown

  /// True for the schema `false`.
  var isNever: Bool { if case .never? = assertions.first { true } else { false } }

  /// The nodes that look at the same value as this one.
  var inPlace: [Int] { assertions.flatMap(\.inPlace) }
}

/// One thing that a schema asserts.
enum Assertion: Sendable {
  case never
  case type([JSONType])
  case reference(Int)
  case enumeration([JSONValue])
  case constant(JSONValue)
  case minimum(JSONNumber)
  case maximum(JSONNumber)
  case exclusiveMinimum(JSONNumber)
  case exclusiveMaximum(JSONNumber)
  case minLength(Int)
  case maxLength(Int)
  case pattern(Pattern)
  case items(Int)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case required([String])
  case members(MemberRules)
  case propertyNames(Int)
  case minProperties(Int)
  case maxProperties(Int)
  case allOf([Int])
  case anyOf([Int])
  case oneOf([Int])
  case not(Int)

  /// The nodes that look at the same value.
  var inPlace: [Int] {
    switch self {
    case .reference(let node), .not(let node): [node]
    case .allOf(let nodes), .anyOf(let nodes), .oneOf(let nodes): nodes
    default: []
    }
  }
}

/// What `properties`, `additionalProperties` and `required` say together.
struct MemberRules: Sendable {
  /// The named properties in the order of the schema.
  private(set) var names: [String] = []
  /// The named properties by the length of their names in bytes, which tells most of them apart.
  private var named: [[(name: String, node: Int)]] = []
  /// The node for all other members; nil allows anything.
  var additional: Int?
  /// The members that must be there; their absence is an assertion of its own.
  var required: [String] = []

  /// Adds a named property.
  mutating func add(_ name: String, _ node: Int) {
    names.append(name)
    let length = name.utf8.count
    while named.count <= length { named.append([]) }
    named[length].append((name, node))
  }

  /// Returns the node for the member `key` and whether the schema names it; nil when anything is allowed.
  func rule(for key: String) -> (node: Int, isNamed: Bool)? {
    let length = key.utf8.count
    if length < named.count {
      for (name, node) in named[length] where name.isSameValue(as: key) { return (node, true) }
      for (name, node) in named[length] where name.hasSameScalars(as: key) { return (node, true) }
    }
    return additional.map { ($0, false) }
  }
}
