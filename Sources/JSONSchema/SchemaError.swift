package import JSON

/// Why a schema cannot be used, and where in it.
package struct SchemaError: Error, Hashable {
  /// What is wrong.
  package enum Reason: Sendable, Hashable {
    /// A keyword outside of ``Keyword``.
    case unsupportedKeyword(String)
    /// A keyword with a value that it cannot have.
    case invalidValue(Keyword)
    /// A schema that is neither an object nor a truth value.
    case notASchema
    /// A `$ref` that leads out of the schema or to nothing.
    case unresolvedReference(String)
    /// A `$ref` that comes back to itself without stepping into the value.
    case endlessReference
    /// A regular expression outside of what ``Pattern`` understands.
    case unsupportedPattern(String)
  }

  /// The place in the schema, down to the keyword.
  package let pointer: JSONPointer
  /// What is wrong there.
  package let reason: Reason

  /// Creates the error of `reason` at `pointer`.
  package init(pointer: JSONPointer, reason: Reason) {
    self.pointer = pointer
    self.reason = reason
  }
}
