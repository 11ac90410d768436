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

  /// How many cases of the files above are decided; the others stand below a schema that is refused.
  static let decidedCases = 764

  @Test(arguments: files) func `every case decides as the suite says`(file: String) throws {
    for (group, schema) in try Self.schemas(of: file) {
      for case .object(let test) in group["tests"]?.array ?? [] {
        let isValid = schema.violations(in: test["data"] ?? .null).isEmpty
        #expect(
          isValid == test["valid"]?.bool, "\(group["description"] ?? "") / \(test["description"] ?? "")")
      }
    }
  }

  @Test(arguments: files) func `what is valid in the suite is not changed by mending`(file: String) throws {
    for (group, schema) in try Self.schemas(of: file) {
      for case .object(let test) in group["tests"]?.array ?? [] where test["valid"]?.bool == true {
        let value = test["data"] ?? .null
        #expect(
          schema.coerced(value) == value, "\(group["description"] ?? "") / \(test["description"] ?? "")")
      }
    }
  }

  @Test func `the share of cases that are decided does not shrink`() throws {
    let counts = try Self.files.flatMap(Self.schemas).map { $0.group["tests"]?.array?.count ?? 0 }
    #expect(counts.reduce(0, +) >= Self.decidedCases)
  }

  /// Returns the groups of a file whose schemas are understood.
  ///
  /// The rest use patternProperties, prefixItems, multipleOf, dependentSchemas, unevaluatedProperties,
  /// `$anchor`, `$id` below the root, a `$ref` to another document, or `\p` and `\c` in a pattern.
  private static func schemas(of file: String) throws -> [(group: JSONObject, schema: Schema)] {
    try groups(of: file).compactMap { group in
      do {
        return (group, try Schema(group["schema"] ?? .null))
      } catch let error as SchemaError {
        switch error.reason {
        case .unsupportedKeyword, .unresolvedReference, .invalidValue(.id), .unsupportedPattern: return nil
        default: throw error
        }
      }
    }
  }

  private static func groups(of file: String) throws -> [JSONObject] {
    let url = try #require(SharedFolder.url("testdata/json-schema/tests/draft2020-12/\(file).json"))
    return try JSONParser.parse([UInt8](Data(contentsOf: url))).array?.compactMap(\.object) ?? []
  }
}
