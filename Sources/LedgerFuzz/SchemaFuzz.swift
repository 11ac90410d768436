import JSON
import JSONSchema

/// The validator: an input is an object with a `schema` and a `value`. What is valid stays as it is when it is mended.
enum SchemaFuzz {
  static func read(_ bytes: [UInt8]) {
    guard let input = JSONFuzz.parsed(bytes)?.object, let definition = input["schema"] else { return }
    let value = input["value"] ?? .null
    let schema: Schema
    do { schema = try Schema(definition) } catch { return }
    let violations = schema.violations(in: value)
    precondition(violations.count <= 100, "more violations than asked for")
    precondition(schema.violations(in: value) == violations, "other violations the second time")
    let mended = schema.coerced(value)
    precondition(!violations.isEmpty || mended == value, "what is valid was mended")
  }
}
