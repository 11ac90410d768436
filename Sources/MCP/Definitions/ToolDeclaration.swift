package import JSON
package import JSONSchema

/// A tool as clients see it: the complete tool object of the protocol, with its schemas compiled.
package struct ToolDeclaration: Sendable {
  /// The tool's name on the wire.
  package let name: String
  /// The whole object, as `tools/list` shows it.
  package let json: JSONObject
  /// What its arguments must be.
  package let input: Schema
  /// What its structured answer is, if declared.
  package let output: Schema?
  /// What the schemas of arguments demand beyond what clients are told, by the arguments' names.
  package let bounds: JSONObject
  /// Arguments whose zero next to a blank one is not dropped, each with the name under which the tool gets it.
  package let zeros: JSONObject
  private let zeroNames: [String: String]
  /// Former names of arguments, each with the one that holds now.
  private let formerNames: [(former: String, name: String)]

  /// Why a declaration cannot be used.
  package enum Fault: Error, Hashable {
    /// The member is missing or of the wrong type.
    case member(String)
    /// A schema cannot be compiled.
    case schema(String, SchemaError)
  }

  /// Reads a declaration.
  ///
  /// Three of its members are for us, and no client sees them: `formerNames` of arguments; `bounds`, which has for
  /// an argument what its schema demands beyond what clients are told, as models pay for every word of that; and
  /// `zeros`, the arguments whose zero next to a blank one means something to the tool.
  /// - Throws: ``Fault``.
  package init(_ json: JSONObject) throws(Fault) {
    guard let name = json["name"]?.string else { throw .member("name") }
    guard let input = json["inputSchema"] else { throw .member("inputSchema") }
    self.name = name
    formerNames = (json["formerNames"]?.object ?? JSONObject()).compactMap { former, name in
      name.string.map { (former, $0) }
    }
    var json = json
    bounds = json["bounds"]?.object ?? JSONObject()
    zeros = json["zeros"]?.object ?? JSONObject()
    zeroNames = Dictionary(zeros.compactMap { from, name in name.string.map { (from, $0) } }) { first, _ in first }
    for member in ["formerNames", "bounds", "zeros"] { json[member] = nil }
    self.json = json
    self.input = try Self.compile(Self.bounded(input, bounds), member: "inputSchema")
    if let output = json["outputSchema"] {
      self.output = try Self.compile(output, member: "outputSchema")
    } else {
      output = nil
    }
  }

  /// Returns arguments as they were meant: with the names that hold now, and the slips of models mended.
  package func mended(_ arguments: JSONValue) -> JSONValue {
    let mended = input.coerced(arguments, blanks: .leftOut, zeros: zeroNames)
    guard let renamed = mended.object.flatMap(renamed) else { return mended }
    return input.coerced(.object(renamed), blanks: .leftOut, zeros: zeroNames)
  }

  /// Returns what mended arguments break. Zeros under names of their own are for the tool, and no part of its schema.
  package func violations(in arguments: JSONValue) -> [Violation] {
    guard var object = arguments.object else { return input.violations(in: arguments) }
    for name in zeroNames.values where zeroNames[name] == nil { object[name] = nil }
    return input.violations(in: .object(object))
  }

  /// Returns the arguments under the names that hold now, or nil when they have them.
  ///
  /// Where both names are given with different values, the former one stays, and is refused.
  private func renamed(_ arguments: JSONObject) -> JSONObject? {
    var result: JSONObject?
    for (former, name) in formerNames {
      guard let value = arguments[former] else { continue }
      guard arguments[name] == nil || arguments[name] == value || value.isNull else { continue }
      var renamed = result ?? arguments
      renamed[former] = nil
      if arguments[name] == nil { renamed[name] = value }
      result = renamed
    }
    return result
  }

  /// Returns the schema with the bounds in those of its properties.
  private static func bounded(_ schema: JSONValue, _ bounds: JSONObject) -> JSONValue {
    guard var schema = schema.object, var properties = schema["properties"]?.object else { return schema }
    for (name, keywords) in bounds {
      guard var property = properties[name]?.object else { continue }
      for (keyword, value) in keywords.object ?? JSONObject() { property[keyword] = value }
      properties[name] = .object(property)
    }
    schema["properties"] = .object(properties)
    return .object(schema)
  }

  private static func compile(_ schema: JSONValue, member: String) throws(Fault) -> Schema {
    do {
      return try Schema(schema)
    } catch {
      throw .schema(member, error)
    }
  }
}
