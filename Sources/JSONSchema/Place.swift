import JSON

/// A keyword in a schema with its value, which is read as what the keyword wants.
struct Place {
  /// The keyword.
  let keyword: Keyword
  /// Where it is.
  let pointer: JSONPointer
  /// Its value.
  let value: JSONValue

  /// The error for a value that the keyword cannot have.
  var invalid: SchemaError { SchemaError(pointer: pointer, reason: .invalidValue(keyword)) }

  /// Returns the value as text.
  func text() throws(SchemaError) -> String {
    guard let text = value.string else { throw invalid }
    return text
  }

  /// Returns the value as a truth value.
  func flag() throws(SchemaError) -> Bool {
    guard let flag = value.bool else { throw invalid }
    return flag
  }

  /// Returns the value as a number.
  func number() throws(SchemaError) -> JSONNumber {
    guard let number = value.number else { throw invalid }
    return number
  }

  /// Returns the value as a count, from 0; one beyond 64 bits is the largest.
  func count() throws(SchemaError) -> Int {
    let number = try number()
    guard number.isInteger, number >= JSONNumber(0) else { throw invalid }
    return number.int64.map { Int($0) } ?? .max
  }

  /// Returns the value as an object.
  func members() throws(SchemaError) -> JSONObject {
    guard let members = value.object else { throw invalid }
    return members
  }

  /// Returns the value as an array.
  func elements() throws(SchemaError) -> [JSONValue] {
    guard let elements = value.array else { throw invalid }
    return elements
  }

  /// Returns the value as an array of texts.
  func texts() throws(SchemaError) -> [String] {
    var texts: [String] = []
    for element in try elements() {
      guard let text = element.string else { throw invalid }
      texts.append(text)
    }
    return texts
  }

  /// Returns the value as a type or several.
  func types() throws(SchemaError) -> [JSONType] {
    var names: [String] = []
    if let name = value.string { names = [name] } else { names = try texts() }
    var types: [JSONType] = []
    for name in names {
      guard let type = JSONType(rawValue: name) else { throw invalid }
      types.append(type)
    }
    guard !types.isEmpty else { throw invalid }
    return types
  }

  /// Returns the value as a regular expression.
  func pattern() throws(SchemaError) -> Pattern {
    let text = try text()
    guard let pattern = Pattern(text) else {
      throw SchemaError(pointer: pointer, reason: .unsupportedPattern(text))
    }
    return pattern
  }
}
