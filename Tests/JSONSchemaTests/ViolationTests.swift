import JSON
import JSONSchema
import Testing

@Suite struct ViolationTests {
  private func violations(_ schema: JSONValue, _ value: JSONValue) throws -> [Violation] {
    try Schema(schema).violations(in: value)
  }

  @Test func `each violation names its place and rule`() throws {
    let schema: JSONValue = [
      "type": "object", "required": ["model"], "additionalProperties": false,
      "properties": [
        "model": ["type": "string", "maxLength": 3],
        "meters": ["type": "object", "additionalProperties": ["type": "integer", "minimum": 0]],
        "tags": ["type": "array", "items": ["type": "string", "enum": ["a", "b"]], "uniqueItems": true],
      ],
    ]
    let value: JSONValue = ["meters": ["a/b": -1, "c": "x"], "tags": ["a", "z", "a"], "modle": 1]
    #expect(
      try violations(schema, value) == [
        Violation(path: JSONPointer(components: ["meters", "a/b"]), rule: .minimum(JSONNumber(0))),
        Violation(
          path: JSONPointer(components: ["meters", "c"]), rule: .type(expected: [.integer], found: .string)),
        Violation(path: JSONPointer(components: ["tags", "1"]), rule: .enumeration(["a", "b"])),
        Violation(path: JSONPointer(components: ["tags"]), rule: .uniqueItems(first: 0, second: 2)),
        Violation(path: .root, rule: .unknownProperty("modle", known: ["model", "meters", "tags"])),
        Violation(path: .root, rule: .required("model")),
      ])
  }

  @Test(
    arguments: [
      (["minLength": 2], "😀", .minLength(2, found: 1)),
      (["maxLength": 1], "e\u{301}", .maxLength(1, found: 2)),
      (["pattern": "^a+$"], "b", .pattern("^a+$")), (["minItems": 1], [], .minItems(1, found: 0)),
      (["maxItems": 1], [1, 2], .maxItems(1, found: 2)),
      (["minProperties": 1], [:], .minProperties(1, found: 0)),
      (["maxProperties": 0], ["a": 1], .maxProperties(0, found: 1)), (["const": 1], 2, .constant(1)),
      (["exclusiveMinimum": 0], 0, .exclusiveMinimum(JSONNumber(0))),
      (["maximum": 5], 6, .maximum(JSONNumber(5))),
      (["exclusiveMaximum": 5], 5, .exclusiveMaximum(JSONNumber(5))),
      (["not": ["type": "null"]], .null, .not),
      (false, 1, .never), (["anyOf": [["minimum": 5], ["maximum": 1]]], 3, .anyOf),
      (["oneOf": [["minimum": 1], ["minimum": 2]]], 3, .oneOf(matching: 2)),
      (
        ["oneOf": [["type": "string"], ["type": "array"]]], 3,
        .type(expected: [.string, .array], found: .integer)
      ),
      (
        ["propertyNames": ["enum": ["a"]]], ["b": 1], .propertyName("b", breaks: [.enumeration(["a"])])
      ),
    ] as [(JSONValue, JSONValue, Violation.Rule)])
  func `each rule carries what it wants and what it found`(
    schema: JSONValue, value: JSONValue, rule: Violation.Rule
  ) throws {
    #expect(try violations(schema, value) == [Violation(path: .root, rule: rule)])
  }

  @Test func `the search ends at the limit`() throws {
    let schema = try Schema(["items": ["type": "string"]])
    let value = JSONValue.array(Array(repeating: 1, count: 10_000))
    #expect(schema.violations(in: value).count == 100)
    #expect(schema.violations(in: value, atMost: 1).count == 1)
  }

  @Test(
    arguments: [
      (["if": true], "/if", .unsupportedKeyword("if")),
      (["properties": ["a": ["typ": "x"]]], "/properties/a/typ", .unsupportedKeyword("typ")),
      (["type": "int"], "/type", .invalidValue(.type)),
      (["minimum": "0"], "/minimum", .invalidValue(.minimum)),
      (["minLength": -1], "/minLength", .invalidValue(.minLength)),
      (["anyOf": []], "/anyOf", .invalidValue(.anyOf)),
      (["items": 1], "/items", .notASchema), (["required": [1]], "/required", .invalidValue(.required)),
      (["$ref": "other.json"], "/$ref", .unresolvedReference("other.json")),
      (["$ref": "#/$defs/a"], "/$ref", .unresolvedReference("#/$defs/a")),
      (["$ref": "#"], "", .endlessReference),
      (["pattern": "(?=a)"], "/pattern", .unsupportedPattern("(?=a)")),
      (["$defs": ["a": ["allOf": [["$ref": "#/$defs/a"]]]]], "/$defs/a", .endlessReference),
    ] as [(JSONValue, String, SchemaError.Reason)])
  func `a schema that cannot be used is refused with its place`(
    schema: JSONValue, pointer: String, reason: SchemaError.Reason
  ) {
    let error = #expect(throws: SchemaError.self) { try Schema(schema) }
    #expect(error?.pointer.description == pointer)
    #expect(error?.reason == reason)
  }

  @Test func `a schema may refer to itself through a member`() throws {
    let schema = try Schema(["type": "object", "additionalProperties": ["$ref": "#"]])
    #expect(schema.violations(in: ["a": ["b": ["c": [:]]]]).isEmpty)
    #expect(
      schema.violations(in: ["a": ["b": 1]]).map(\.path) == [JSONPointer(components: ["a", "b"])])
  }
}
