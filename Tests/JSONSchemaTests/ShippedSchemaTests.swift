import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The schemas of this package and the files that they describe.
@Suite struct ShippedSchemaTests {
  private static let schemas = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("schemas")

  private func json(_ url: URL) throws -> JSONValue {
    try JSONParser.parse([UInt8](try Data(contentsOf: url)))
  }

  private func files(_ folder: String) throws -> [URL] {
    let url = Self.schemas.appendingPathComponent(folder)
    let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
    return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }

  @Test func `every price file is valid, and written and read again stays the same`() throws {
    let schema = try Schema(try json(Self.schemas.appendingPathComponent("pricing.schema.json")))
    let files = try files("pricing")
    #expect(files.count > 30)
    for file in files {
      let value = try json(file)
      #expect(schema.violations(in: value) == [], "\(file.lastPathComponent)")
      // Decided before the expectation, which would print both of the files.
      let isKept = schema.coerced(value) == value
      #expect(isKept, "\(file.lastPathComponent)")
      let isSame = try JSONParser.parse(JSONWriter.bytes(value)) == value
      #expect(isSame, "\(file.lastPathComponent)")
    }
  }

  @Test func `the table of exchange rates is valid, in the order of its days`() throws {
    let schema = try Schema(try json(Self.schemas.appendingPathComponent("exchange.schema.json")))
    let table = try json(Self.schemas.appendingPathComponent("exchange.json"))
    #expect(schema.violations(in: table) == [])
    let days = try #require(table.object?["rates"]?.object)
    #expect(days.keys == days.keys.sorted() && days.count > 40)
    // A currency that came and went would show a rate of long ago as today's.
    for (day, rates) in days {
      #expect(rates.object?.keys == ["CNY", "EUR", "GBP", "INR", "JPY", "KRW"], "\(day)")
    }
  }

  @Test func `the schemas of every tool are understood`() throws {
    let files = try files("tools")
    #expect(!files.isEmpty)
    for file in files {
      let tool = try json(file).object
      for name in ["inputSchema", "outputSchema"] {
        guard let schema = tool?[name] else { continue }
        #expect(throws: Never.self, "\(file.lastPathComponent), \(name)") { try Schema(schema) }
      }
    }
  }

  @Test func `a price that is no decimal is found where it is`() throws {
    let schema = try Schema(try json(Self.schemas.appendingPathComponent("pricing.schema.json")))
    var file = try #require(try json(Self.schemas.appendingPathComponent("pricing/jina.json")).object)
    var models = try #require(file["models"]?.array)
    var model = try #require(models[0].object)
    model["prices"] = [["tokens": ["input": "0,20"]]]
    models[0] = .object(model)
    file["models"] = .array(models)
    let violations = schema.violations(in: .object(file))
    #expect(violations.map(\.path.description) == ["/models/0/prices/0/tokens/input"])
  }

  @Test func `20,000 damaged values are judged and mended without a trap`() throws {
    let seed: UInt64 = 61
    var random = SplitMix64(seed: seed)
    let schema = try Schema(CoercionTests.schema)
    let parts: [JSONValue] = [
      .null, true, "true", 5, "5", "5.0", "", "[1]", "{\"input\":1}", [], [1, "2", .null], [:],
      ["input": "x"],
      "{",
    ]
    let keys = ["model", "count", "cost", "flag", "list", "usage", "either", "free", "unknown"]
    for round in 0..<20_000 {
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        object[keys[Int.random(in: 0..<keys.count, using: &random)]] =
          parts[Int.random(in: 0..<parts.count, using: &random)]
      }
      let value = JSONValue.object(object)
      let mended = schema.coerced(value)
      let before = schema.violations(in: value).count
      #expect(before > 0 || mended == value, "seed \(seed), round \(round)")
      #expect(schema.violations(in: mended).count <= before, "seed \(seed), round \(round)")
      #expect(schema.coerced(mended) == mended, "seed \(seed), round \(round)")
      let meant = schema.coerced(value, blanks: .leftOut)
      #expect(schema.violations(in: meant).count <= before, "seed \(seed), round \(round)")
      #expect(schema.coerced(meant, blanks: .leftOut) == meant, "seed \(seed), round \(round)")
    }
  }
}
