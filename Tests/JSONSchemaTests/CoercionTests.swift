import JSON
import JSONSchema
import Testing

@Suite struct CoercionTests {
  static let schema: JSONValue = [
    "type": "object", "required": ["model"], "additionalProperties": false,
    "properties": [
      "model": ["type": "string"], "count": ["type": "integer"], "cost": ["type": "number"],
      "flag": ["type": "boolean"], "list": ["type": "array", "items": ["type": "integer"]],
      "usage": ["type": "object", "properties": ["input": ["type": "integer"]]],
      "at_least_one": ["type": "integer", "minimum": 1], "names": ["type": "array", "items": ["type": "string"]],
      "word": ["type": "string", "enum": ["one", "Two"]], "either": ["anyOf": [["type": "integer"], ["type": "null"]]],
      "free": [:],
    ],
  ]

  @Test(
    arguments: [
      (["count": "5"], ["count": 5]), (["count": " 5 "], ["count": 5]), (["count": "5.0"], ["count": 5]),
      (["count": "-7"], ["count": -7]), (["flag": "true"], ["flag": true]),
      (["flag": "False"], ["flag": false]),
      (["list": "[1, \"2\"]"], ["list": [1, 2]]), (["list": ["1", 2]], ["list": [1, 2]]),
      (["list": "7"], ["list": [7]]),
      (["usage": "{\"input\": \"3\"}"], ["usage": ["input": 3]]), (["count": .null], [:]),
      (["usage": .null], [:]),
      (["either": "5"], ["either": 5]), (["count": "1e2"], ["count": 100]),
    ] as [(JSONValue, JSONValue)])
  func `a slip is mended where the schema tells what was meant`(value: JSONValue, mended: JSONValue) throws {
    #expect(try Schema(Self.schema).coerced(value) == mended)
  }

  @Test(
    arguments: [
      ["model": "5"], ["model": .null], ["count": "5.5"], ["count": "five"], ["count": true], ["flag": "yes"],
      ["list": "[1"], ["list": "{}"], ["usage": "[]"], ["unknown": .null], ["unknown": "5"],
      ["either": .null],
      ["free": "5"], ["free": .null], ["model": 5], ["model": ""], ["flag": 1], ["count": "", "free": "", "list": []],
    ] as [JSONValue])
  func `what is valid or cannot be told stays as it is`(value: JSONValue) throws {
    #expect(try Schema(Self.schema).coerced(value) == value)
  }

  @Test(
    arguments: [
      (["count": ""], [:]), (["free": " \n"], [:]), (["list": []], [:]), (["usage": [:]], [:]),
      (["usage": "{}"], [:]), (["at_least_one": 0], [:]), (["at_least_one": "0", "cost": 0], [:]),
      (["model": "", "count": 0, "free": ""], ["model": ""]), (["names": ["", "a", .null]], ["names": ["a"]]),
      (["names": [" "]], [:]), (["word": " two"], ["word": "Two"]), (["word": ""], [:]),
      (["usage": ["note": "", "list": [], "zero": 0]], ["usage": ["note": "", "list": [], "zero": 0]]),
      (["count": 0, "flag": false], ["count": 0, "flag": false]), (["free": .null], ["free": .null]),
    ] as [(JSONValue, JSONValue)])
  func `a blank member of a closed object was left out, and words have any letters`(
    value: JSONValue, mended: JSONValue
  ) throws {
    #expect(try Schema(Self.schema).coerced(value, blanks: .leftOut) == mended)
  }

  @Test(arguments: ["anyOf", "oneOf"])
  func `a value that one alternative takes is not mended for an earlier one`(keyword: String) throws {
    let schema = try Schema([keyword: [["type": "integer"], ["type": "boolean"], ["type": "string"]]])
    for text in ["5", "true", "five"] as [JSONValue] { #expect(schema.coerced(text) == text) }
  }

  @Test func `a whole number loses its fraction, a decimal keeps every digit`() throws {
    let text = #"{"model":"m","count":5.0,"cost":"0.100000000000000000001","list":[2.0e1]}"#
    let mended = try Schema(Self.schema).coerced(try JSONParser.parse(Array(text.utf8)))
    #expect(
      JSONWriter.string(mended) == #"{"model":"m","count":5,"cost":0.100000000000000000001,"list":[20]}"#)
  }

  @Test func `the whole of the arguments may be JSON text`() throws {
    let schema = try Schema(Self.schema)
    #expect(schema.coerced(.string(#" {"model":"m","count":"1"} "#)) == ["model": "m", "count": 1])
  }

  @Test func `members keep their order around one that is left out`() throws {
    let mended = try Schema(Self.schema).coerced(["cost": 1, "count": .null, "model": "m", "flag": "true"])
    #expect(mended.object?.keys == ["cost", "model", "flag"])
  }

  @Test func `mending twice changes nothing more`() throws {
    let schema = try Schema(Self.schema)
    let once = schema.coerced([
      "count": "5.0", "list": "[\"1\"]", "usage": "{\"input\":\"1\"}", "flag": .null,
    ])
    #expect(schema.coerced(once) == once)
  }
}
