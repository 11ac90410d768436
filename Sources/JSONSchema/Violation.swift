package import JSON

/// One place in a value that breaks one rule of its schema.
package struct Violation: Error, Hashable {
  /// The rule that is broken, with what it wants and what it found.
  package enum Rule: Sendable, Hashable {
    /// No value is allowed here.
    case never
    /// Another type is wanted.
    case type(expected: [JSONType], found: JSONType)
    /// None of the allowed values.
    case enumeration([JSONValue])
    /// Not the one allowed value.
    case constant(JSONValue)
    /// A number below the bound.
    case minimum(JSONNumber)
    /// A number above the bound.
    case maximum(JSONNumber)
    /// A number at or below the bound.
    case exclusiveMinimum(JSONNumber)
    /// A number at or above the bound.
    case exclusiveMaximum(JSONNumber)
    /// Text with fewer Unicode scalars.
    case minLength(Int, found: Int)
    /// Text with more Unicode scalars.
    case maxLength(Int, found: Int)
    /// Text that the regular expression does not match.
    case pattern(String)
    /// An array with fewer elements.
    case minItems(Int, found: Int)
    /// An array with more elements.
    case maxItems(Int, found: Int)
    /// Two elements are equal.
    case uniqueItems(first: Int, second: Int)
    /// A member is missing; the path is that of the object.
    case required(String)
    /// A member that the object may not have, and those it may; the path is that of the object.
    case unknownProperty(String, known: [String])
    /// A key that breaks rules of its own; the path is that of the object.
    case propertyName(String, breaks: [Rule])
    /// An object with fewer members.
    case minProperties(Int, found: Int)
    /// An object with more members.
    case maxProperties(Int, found: Int)
    /// No alternative fits.
    case anyOf
    /// None or several of the alternatives fit, where one must.
    case oneOf(matching: Int)
    /// The excluded schema fits.
    case not
  }

  /// The place in the value.
  package let path: JSONPointer
  /// The rule broken there.
  package let rule: Rule

  /// Creates the violation of `rule` at `path`.
  package init(path: JSONPointer, rule: Rule) {
    self.path = path
    self.rule = rule
  }
}
