import JSON

/// Turns a schema into nodes, each place once, so that a `$ref` may lead back.
struct SchemaCompiler {
  private let document: JSONValue
  private var nodes: [SchemaNode] = []
  private var compiled: [JSONPointer: Int] = [:]

  /// Returns the nodes of a schema, its root first.
  static func nodes(of document: JSONValue) throws(SchemaError) -> [SchemaNode] {
    var compiler = SchemaCompiler(document: document)
    _ = try compiler.node(for: document, at: .root)
    try compiler.refuseEndlessReferences()
    return compiler.nodes.map { node in
      var node = node
      node.plain = PlainRule(node.assertions, in: compiler.nodes)
      return node
    }
  }

  private init(document: JSONValue) { self.document = document }

  private mutating func node(for value: JSONValue, at pointer: JSONPointer) throws(SchemaError) -> Int {
    if let known = compiled[pointer] { return known }
    let index = nodes.count
    nodes.append(SchemaNode())
    compiled[pointer] = index
    switch value {
    case .bool(true): break
    case .bool(false): nodes[index].assertions = [.never]
    case .object(let object): nodes[index].assertions = try assertions(of: object, at: pointer)
    default: throw SchemaError(pointer: pointer, reason: .notASchema)
    }
    return index
  }

  private mutating func assertions(
    of object: JSONObject, at pointer: JSONPointer
  ) throws(SchemaError) -> [Assertion] {
    var assertions: [Assertion] = []
    if object["properties"] != nil || object["additionalProperties"] != nil {
      assertions.append(.members(try memberRules(of: object, at: pointer)))
    }
    for (name, value) in object {
      guard let keyword = Keyword(rawValue: name) else {
        throw SchemaError(pointer: pointer.appending(name), reason: .unsupportedKeyword(name))
      }
      let place = Place(keyword: keyword, pointer: pointer.appending(name), value: value)
      guard let assertion = try assertion(at: place) else { continue }
      // The type first: a value of another type breaks no other rule worth telling.
      if case .type = assertion { assertions.insert(assertion, at: 0) } else { assertions.append(assertion) }
    }
    return assertions
  }

  /// Returns what one keyword asserts; nil for annotations and for what other keywords use.
  private mutating func assertion(at place: Place) throws(SchemaError) -> Assertion? {
    switch place.keyword {
    case .schema, .comment, .title, .description, .format: _ = try place.text()
    case .id:
      // Inside a schema it would change what every $ref below it means.
      guard place.pointer.components.count == 1 else { throw place.invalid }
    case .examples, .defaultValue, .properties, .additionalProperties: break
    case .definitions: try define(place)
    case .reference: return .reference(try target(of: place))
    case .type: return .type(try place.types())
    case .enumeration: return .enumeration(try place.elements())
    case .constant: return .constant(place.value)
    case .minimum: return .minimum(try place.number())
    case .maximum: return .maximum(try place.number())
    case .exclusiveMinimum: return .exclusiveMinimum(try place.number())
    case .exclusiveMaximum: return .exclusiveMaximum(try place.number())
    case .minLength: return .minLength(try place.count())
    case .maxLength: return .maxLength(try place.count())
    case .pattern: return .pattern(try place.pattern())
    case .items: return .items(try node(for: place.value, at: place.pointer))
    case .minItems: return .minItems(try place.count())
    case .maxItems: return .maxItems(try place.count())
    case .uniqueItems: return try place.flag() ? .uniqueItems : nil
    case .required: return .required(try place.texts())
    case .propertyNames: return .propertyNames(try node(for: place.value, at: place.pointer))
    case .minProperties: return .minProperties(try place.count())
    case .maxProperties: return .maxProperties(try place.count())
    case .allOf: return .allOf(try alternatives(of: place))
    case .anyOf: return .anyOf(try alternatives(of: place))
    case .oneOf: return .oneOf(try alternatives(of: place))
    case .not: return .not(try node(for: place.value, at: place.pointer))
    }
    return nil
  }

  private mutating func memberRules(
    of object: JSONObject, at pointer: JSONPointer
  ) throws(SchemaError) -> MemberRules {
    var rules = MemberRules()
    if let properties = object["properties"] {
      let place = Place(keyword: .properties, pointer: pointer.appending("properties"), value: properties)
      for (name, schema) in try place.members() {
        rules.add(name, try node(for: schema, at: place.pointer.appending(name)))
      }
    }
    if let additional = object["additionalProperties"] {
      rules.additional = try node(for: additional, at: pointer.appending("additionalProperties"))
    }
    if let required = object["required"] {
      let place = Place(keyword: .required, pointer: pointer.appending("required"), value: required)
      rules.required = try place.texts()
    }
    return rules
  }

  /// Compiles definitions that nothing may refer to yet, so that their mistakes are found too.
  private mutating func define(_ place: Place) throws(SchemaError) {
    for (name, schema) in try place.members() {
      _ = try node(for: schema, at: place.pointer.appending(name))
    }
  }

  private mutating func alternatives(of place: Place) throws(SchemaError) -> [Int] {
    var alternatives: [Int] = []
    for (index, schema) in try place.elements().enumerated() {
      alternatives.append(try node(for: schema, at: place.pointer.appending(index)))
    }
    guard !alternatives.isEmpty else { throw place.invalid }
    return alternatives
  }

  private mutating func target(of place: Place) throws(SchemaError) -> Int {
    let text = try place.text()
    guard let pointer = JSONPointer(fragment: text), let schema = pointer.value(in: document) else {
      throw SchemaError(pointer: place.pointer, reason: .unresolvedReference(text))
    }
    return try node(for: schema, at: pointer)
  }

  /// Refuses a `$ref` that leads back without a step into the value: validation would never end.
  private func refuseEndlessReferences() throws(SchemaError) {
    var isDone = Set<Int>()
    for (pointer, index) in compiled.sorted(by: { $0.value < $1.value }) {
      guard !reachesItself(index, through: [], &isDone) else {
        throw SchemaError(pointer: pointer, reason: .endlessReference)
      }
    }
  }

  private func reachesItself(_ index: Int, through path: Set<Int>, _ isDone: inout Set<Int>) -> Bool {
    if path.contains(index) { return true }
    if isDone.contains(index) { return false }
    let path = path.union([index])
    for next in nodes[index].inPlace where reachesItself(next, through: path, &isDone) { return true }
    isDone.insert(index)
    return false
  }
}
