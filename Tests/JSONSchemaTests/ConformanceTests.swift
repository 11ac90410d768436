import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The cases of json-schema-org's test suite whose schemas need no keyword beyond ``Keyword``.
@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
struct ConformanceTests {
  /// Files whose keywords are all understood.
  static let files = [
    "additionalProperties", "allOf", "anyOf", "boolean_schema", "const", "default", "defs", "enum",
    "exclusiveMaximum", "exclusiveMinimum", "format", "infinite-loop-detection", "items", "maxItems",
    "maxLength",
    "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "not", "oneOf",
    "pattern",
    "properties", "propertyNames", "ref", "required", "type", "uniqueItems", "optional/bignum",
    "optional/float-overflow", "optional/non-bmp-regex", "optional/no-schema", "optional/ecmascript-regex",
  ]

  @Test(arguments: files) func `every case decides as the suite says`(file: String) throws {
    var counts = (passed: 0, refused: 0)
    for group in try Self.groups(of: file) {
      let schema: Schema
      do {
        schema = try Schema(group["schema"] ?? .null)
      } catch {
        print("FILE \(file): \(group["description"]?.string ?? ""): \(error.reason) at \(error.pointer)")
        counts.refused += 1
        continue
      }
      for case .object(let test) in group["tests"]?.array ?? [] {
        let isValid = schema.violations(in: test["data"] ?? .null).isEmpty
        #expect(
          isValid == test["valid"]?.bool, "\(group["description"] ?? "") / \(test["description"] ?? "")")
        counts.passed += 1
      }
    }
    print("COUNT \(file): \(counts.passed), refused groups \(counts.refused)")
  }

  private static func groups(of file: String) throws -> [JSONObject] {
    let url = try #require(SharedFolder.url("testdata/json-schema/tests/draft2020-12/\(file).json"))
    return try JSONParser.parse([UInt8](Data(contentsOf: url))).array?.compactMap(\.object) ?? []
  }
}
