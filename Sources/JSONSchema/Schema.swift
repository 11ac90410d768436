package import JSON

/// A compiled JSON Schema (draft 2020-12, the keywords of ``Keyword``).
package struct Schema: Sendable {
  let nodes: [SchemaNode]
  /// The node of the whole value.
  static let root = 0

  /// Compiles a schema.
  ///
  /// - Throws: ``SchemaError`` for anything that validation would have to ignore, and for a `$ref` that does
  ///   not lead to another place in the same schema.
  package init(_ value: JSONValue) throws(SchemaError) {
    nodes = try SchemaCompiler.nodes(of: value)
  }

  /// Returns what `value` breaks, in the order of the value; nothing when it is valid.
  ///
  /// - Parameter limit: The search ends after that many, so that a large wrong value costs little.
  package func violations(in value: JSONValue, atMost limit: Int = 100) -> [Violation] {
    var validator = Validator(nodes: nodes, limit: limit)
    validator.check(value, Schema.root)
    return validator.violations
  }

  /// Returns `value` with the slips of language models mended where the schema tells what was meant.
  ///
  /// `"5"` becomes `5`, `5.0` becomes `5`, `"true"` becomes `true`, JSON text becomes the array or object, a word of
  /// an enumeration takes its letters, and null is left out where an optional member was meant to be absent. What is
  /// valid stays as it is, unless blanks are left out.
  ///
  /// - Source: claude-code issue 24597 and others show these slips.
  /// - Parameter zeros: Members whose zero next to a blank is not left out, each with the name under which it goes on.
  package func coerced(_ value: JSONValue, blanks: Blanks = .kept, zeros: [String: String] = [:]) -> JSONValue {
    Coercion(nodes: nodes, blanks: blanks, zeros: zeros).mended(value, Schema.root) ?? value
  }

  /// What becomes of blank members of an object that takes no other members than it names.
  package enum Blanks: Sendable {
    /// They say something.
    case kept
    /// Optional ones were left out: an empty text, list or object, and zero where it is out of bounds or is next to
    /// a blank. Frameworks that make a model fill in every argument send these.
    case leftOut
  }
}
