import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The cases of json-schema-org's test suite whose schemas need no keyword beyond ``Keyword``.
@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
struct ConformanceTests {
  /// Files of which at least one case is decided.
  static let files = [
    "additionalProperties", "allOf", "anyOf", "boolean_schema", "const", "default", "enum",
    "exclusiveMaximum", "exclusiveMinimum", "format", "infinite-loop-detection", "items", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "not",
    "oneOf", "pattern", "properties", "propertyNames", "ref", "required", "type", "uniqueItems",
    "optional/bignum", "optional/ecmascript-regex", "optional/format/unknown", "optional/no-schema",
    "optional/non-bmp-regex", "optional/refOfUnknownKeyword",
  ]

  /// Files whose schemas are all refused, by what they need.
  static let refused: [(need: String, files: [String])] = [
    ("$anchor, or $id below the root", ["anchor", "optional/anchor", "optional/id"]),
    ("$dynamicRef", ["dynamicRef", "optional/dynamicRef"]),
    ("a $ref to another document", ["defs", "refRemote", "optional/cross-draft"]),
    ("contains", ["contains", "maxContains", "minContains"]),
    ("contentEncoding or contentMediaType", ["content"]),
    (
      "dependencies and what took its place",
      ["dependentRequired", "dependentSchemas", "optional/dependencies-compatibility"]
    ),
    ("if, then, else", ["if-then-else"]),
    ("multipleOf", ["multipleOf", "optional/float-overflow"]),
    ("patternProperties", ["patternProperties"]),
    ("prefixItems", ["prefixItems"]),
    ("unevaluatedItems or unevaluatedProperties", ["unevaluatedItems", "unevaluatedProperties"]),
    ("a keyword that no draft has", ["optional/unknownKeyword"]),
  ]

  /// Files whose schemas are understood, but that want more of them, by what that is.
  static let notAsserted: [(want: String, files: [String])] = [
    ("a vocabulary that $schema switches on or off", ["vocabulary", "optional/format-assertion"]),
    (
      "format to be asserted, where it only annotates here",
      [
        "date", "date-time", "duration", "ecmascript-regex", "email", "hostname", "idn-email",
        "idn-hostname", "ipv4", "ipv6", "iri", "iri-reference", "json-pointer", "regex",
        "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
      ].map { "optional/format/" + $0 }
    ),
  ]

  /// How many cases of ``files`` are decided; the others stand below a schema that is refused.
  static let decidedCases = 773

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
    let counts = try Self.files.map { file in
      try Self.schemas(of: file).map { $0.group["tests"]?.array?.count ?? 0 }.reduce(0, +)
    }
    for (file, count) in zip(Self.files, counts) { #expect(count > 0, "\(file) decides nothing") }
    #expect(counts.reduce(0, +) >= Self.decidedCases)
  }

  @Test func `every file of the suite is run or left out for a reason`() throws {
    let listed = Self.files + Self.refused.flatMap(\.files) + Self.notAsserted.flatMap(\.files)
    let root = try #require(SharedFolder.url(Self.folder))
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let names = found.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    #expect(names.sorted() == listed.sorted())
  }

  @Test(arguments: refused) func `a file that is left out has no schema that is understood`(
    need: String, files: [String]
  ) throws {
    for file in files {
      #expect(!(try Self.groups(of: file).isEmpty), "\(file)")
      #expect(try Self.schemas(of: file).isEmpty, "\(file) no longer needs \(need): run it")
    }
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

  private static let folder = "testdata/json-schema/tests/draft2020-12"

  private static func groups(of file: String) throws -> [JSONObject] {
    let url = try #require(SharedFolder.url("\(folder)/\(file).json"))
    return try JSONParser.parse([UInt8](Data(contentsOf: url))).array?.compactMap(\.object) ?? []
  }
}
