import Foundation
import JSON
import JSONSchema
import Server
import Service
import Testing

/// What MCP hosts accept of a tool's declaration (MCP clients and model providers refuse the rest).
@Suite struct DeclarationTests {
  private static let schemas = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("schemas")

  /// Keywords that one host or another refuses, drops or reads differently.
  private static let refused: Set<String> = [
    "$schema", "$ref", "$defs", "$id", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "const",
    "format",
    "pattern", "patternProperties", "dependentSchemas", "dependentRequired", "prefixItems", "examples",
    "propertyNames", "unevaluatedProperties", "contains",
  ]

  private func tools() throws -> [JSONValue] {
    try #require(Bench().request("tools/list", [:]).at("result.tools")?.array)
  }

  @Test func `the list of tools is below 20,000 bytes`() throws {
    let bytes = JSONWriter.bytes(.array(try tools())).count
    #expect(bytes < 20_000)
  }

  @Test func `each tool has a short name, a title, a short description and all four hints`() throws {
    let tools = try tools()
    #expect(
      tools.map { $0.at("name") } == [
        "record_usage", "get_usage", "check_limit", "estimate_cost", "compare_models",
      ])
    for tool in tools {
      let name = try #require(tool.at("name")?.string)
      #expect(name.utf8.count <= 30 && name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) })
      #expect(tool.at("title")?.string?.isEmpty == false)
      #expect((1..<1_024).contains(tool.at("description")?.string?.utf8.count ?? 0))
      let writes = ["record_usage", "check_limit"].contains(name)
      #expect(
        tool.at("annotations") == [
          "readOnlyHint": .bool(!writes), "destructiveHint": false, "idempotentHint": .bool(!writes),
          "openWorldHint": false,
        ])
    }
  }

  @Test func `schemas are of the kind that every host accepts`() throws {
    for tool in try tools() {
      let name = try #require(tool.at("name")?.string)
      for (member, isInput) in [("inputSchema", true), ("outputSchema", false)] {
        let schema = try #require(tool.at(member)?.object)
        #expect(schema["type"] == "object" && schema["properties"] != nil)
        #expect(schema["additionalProperties"] == (isInput ? false : nil))
        check(schema, at: "\(name).\(member)", isInput: isInput, depth: 0)
      }
    }
  }

  private func check(_ schema: JSONObject, at place: String, isInput: Bool, depth: Int) {
    for key in schema.keys { #expect(!Self.refused.contains(key), "\(place): \(key)") }
    let type = schema["type"]?.string
    #expect(["string", "integer", "number", "boolean", "array", "object"].contains(type), "\(place)")
    if schema["enum"] != nil { #expect(type == "string", "\(place)") }
    if let extra = schema["additionalProperties"] { #expect(extra.bool != nil, "\(place)") }
    if type == "array" {
      guard let items = schema["items"]?.object else { Issue.record("\(place) has no items"); return }
      check(items, at: place + "[]", isInput: isInput, depth: depth)
    }
    guard type == "object" else { return }
    // Converters of some frameworks forward only the members that are named, once any is, and others refuse an object
    // that does not say that it is open.
    if isInput, schema["additionalProperties"] == true {
      #expect(schema["properties"] == nil, "\(place) is open and names members")
      return
    }
    guard let properties = schema["properties"]?.object else {
      Issue.record("\(place) has no properties"); return
    }
    if isInput { #expect(depth <= 1, "\(place) is too deep") }
    for required in schema["required"]?.array ?? [] {
      #expect(properties.contains(required.string ?? ""), "\(place): \(required)")
    }
    for (name, value) in properties {
      #expect(name.utf8.count <= 64 && name.utf8.allSatisfy(Self.isPlain), "\(place): \(name)")
      guard let property = value.object else { Issue.record("\(place).\(name) is no schema"); continue }
      if isInput {
        #expect(property["description"]?.string?.isEmpty == false, "\(place).\(name) has no description")
      }
      check(property, at: "\(place).\(name)", isInput: isInput, depth: depth + 1)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte == 0x5F || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x30...0x39).contains(byte)
  }

  @Test func `the files compiled in are those of the folder, to the byte`() throws {
    let root = Self.schemas.path
    let inFolder = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".json") }
    #expect(EmbeddedFiles.paths == inFolder.sorted())
    for path in inFolder {
      let bytes = try #require(EmbeddedFiles.bytes(of: path), "\(path)")
      let isSame = Data(bytes) == (try Data(contentsOf: Self.schemas.appendingPathComponent(path)))
      #expect(isSame, "\(path)")
    }
  }

  @Test func `everything in the folder of schemas is compiled in`() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Self.schemas.path)).compactMap {
      $0 as? String
    }
    #expect(files.allSatisfy { $0.hasSuffix(".json") || ["pricing", "tokens", "tools"].contains($0) })
  }
}
