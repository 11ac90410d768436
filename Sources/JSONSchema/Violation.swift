/// One place in an instance that breaks one rule of its schema.
package struct Violation: Error, Hashable {
  /// JSON pointer (RFC 6901) to the offending value; empty for the root.
  package let path: String
}
