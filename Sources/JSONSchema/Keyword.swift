/// The keywords of JSON Schema (draft 2020-12) that are understood; any other is refused.
package enum Keyword: String, Sendable, Hashable, CaseIterable {
  // Structure
  case schema = "$schema"
  case id = "$id"
  case reference = "$ref"
  case definitions = "$defs"
  // Any type
  case type
  case enumeration = "enum"
  case constant = "const"
  // Numbers
  case minimum
  case maximum
  case exclusiveMinimum
  case exclusiveMaximum
  // Strings
  case minLength
  case maxLength
  case pattern
  // Arrays
  case items
  case minItems
  case maxItems
  case uniqueItems
  // Objects
  case properties
  case additionalProperties
  case required
  case propertyNames
  case minProperties
  case maxProperties
  // Combinations
  case allOf
  case anyOf
  case oneOf
  case not
  // Annotations
  case comment = "$comment"
  case title
  case description
  case defaultValue = "default"
  case format
  case examples
}
