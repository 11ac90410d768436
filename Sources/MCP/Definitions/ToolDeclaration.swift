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

  /// Why a declaration cannot be used.
  package enum Fault: Error, Hashable {
    /// The member is missing or of the wrong type.
    case member(String)
    /// A schema cannot be compiled.
    case schema(String, SchemaError)
  }

  /// Reads a declaration.
  ///
  /// - Throws: ``Fault``.
  package init(_ json: JSONObject) throws(Fault) {
    guard let name = json["name"]?.string else { throw .member("name") }
    guard let input = json["inputSchema"] else { throw .member("inputSchema") }
    self.name = name
    self.json = json
    self.input = try Self.compile(input, member: "inputSchema")
    if let output = json["outputSchema"] {
      self.output = try Self.compile(output, member: "outputSchema")
    } else {
      output = nil
    }
  }

  private static func compile(_ schema: JSONValue, member: String) throws(Fault) -> Schema {
    do {
      return try Schema(schema)
    } catch {
      throw .schema(member, error)
    }
  }
}
