import JSON
import JSONSchema
import TestSupport
import Testing

/// What is seen of arguments at a glance must be what the closer look finds.
@Suite struct PlainRuleTests {
  static let schema: JSONValue = [
    "type": "object", "required": ["model"], "additionalProperties": false,
    "properties": [
      "model": ["type": "string"], "count": ["type": "integer"], "cost": ["type": "number"],
      "flag": ["type": "boolean"], "at_least": ["type": "integer", "minimum": 1, "maximum": 9],
      "word": ["type": "string", "enum": ["one", "Two"]], "data": ["type": "object"],
      "open": ["type": "object", "additionalProperties": true], "short": ["type": "string", "maxLength": 3],
      "names": ["type": "array", "items": ["type": "string"]], "free": [:],
      "inner": [
        "type": "object", "additionalProperties": false, "properties": ["a": ["type": "integer"]], "required": ["a"],
      ],
    ],
  ]

  @Test(
    arguments: [
      ["model": "m"], ["model": "m", "count": 0, "cost": 5, "flag": false], ["at_least": 9, "model": "m"],
      ["model": "m", "word": "Two", "data": ["x": .null], "open": ["y": ""], "inner": ["a": 0]],
    ] as [JSONObject])
  func `usual arguments are plain`(arguments: JSONObject) throws {
    #expect(try Schema(Self.schema).isPlain(arguments))
  }

  @Test(
    arguments: [
      [:], ["model": ""], ["model": " m"], ["model": .null], ["model": 5], ["model": "m", "count": "5"],
      ["model": "m", "count": "5.5"], ["model": "m", "at_least": 0], ["model": "m", "at_least": 10],
      ["model": "m", "word": "two"], ["model": "m", "data": [:]], ["model": "m", "unknown": 1],
      ["model": "m", "inner": ["a": "1"]], ["model": "m", "inner": ["b": 1]], ["model": "m", "inner": [:]],
      ["model": "m", "short": "long"], ["model": "m", "names": [""]], ["model": "m", "free": ""],
    ] as [JSONObject])
  func `what has to be mended, is wrong or may be either is not plain`(arguments: JSONObject) throws {
    #expect(try !Schema(Self.schema).isPlain(arguments))
  }

  @Test(arguments: [UInt64(51), 52, 53]) func `what is plain is valid and has nothing to mend`(seed: UInt64) throws {
    let schema = try Schema(Self.schema)
    var plain = 0
    try forAll(seed: seed, count: 3_000, generate: Self.arguments) { arguments in
      guard schema.isPlain(arguments) else { return true }
      plain += 1
      let mended = schema.coerced(.object(arguments), blanks: .leftOut)
      return JSONWriter.bytes(mended) == JSONWriter.bytes(.object(arguments))
        && schema.violations(in: .object(arguments)).isEmpty
    }
    #expect(plain > 100, "seed \(seed)")
  }

  private static let names = [
    "count", "cost", "flag", "at_least", "word", "data", "open", "short", "names", "free", "inner", "unknown",
  ]
  private static let values: [JSONValue] = [
    0, 1, 9, 10, -1, .number(JSONNumber(.max)), "m", "one", "Two", "two", "", " ", " m", "5", "5.0", "true", "{}",
    true, false, .null, [:], [], ["a": 1], ["a": 0], ["a": ""], ["b": 1], ["a": 1, "b": ""], [""], ["x"],
  ]

  private static let decimals = ["0.5", "5.0", "1e2", "-0", "0.0"].compactMap(JSONNumber.init(lexeme:)).map(
    JSONValue.number)

  private static func arguments(_ random: inout SplitMix64) -> JSONObject {
    var arguments = JSONObject()
    if Int.random(in: 0...9, using: &random) > 0 { arguments["model"] = "m" }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      guard let name = names.randomElement(using: &random) else { continue }
      arguments[name] = (values + decimals).randomElement(using: &random)
    }
    return arguments
  }
}
