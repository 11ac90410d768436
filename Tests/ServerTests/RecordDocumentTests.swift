import JSON
import JSONSchema
import Pricing
import Server
import Service
import TestSupport
import Testing

@Suite struct RecordDocumentTests {
  private func schema() throws -> Schema {
    try Schema(try JSONParser.parse(try #require(EmbeddedFiles.bytes(of: "record.schema.json"))))
  }

  /// The newest record after a call.
  private func document(_ call: JSONObject, _ bench: Bench) throws -> JSONValue {
    try bench.call("record_usage", call)
    return try #require(bench.resource("usage://records?limit=1").at("records.0"))
  }

  @Test func `a record with everything is written in full`() throws {
    let bench = try Bench()
    let call: JSONObject = [
      "model": "gpt-4o", "provider": "OpenAI", "input_tokens": 1_000, "output_tokens": 100,
      "cache_read_tokens": 400,
      "reasoning_tokens": 30, "web_searches": 0, "image_quality": "hd", "service_tier": "priority",
      "region": "eu",
      "cost_usd": .decimal("0.25"), "request_id": "chatcmpl-1", "message_id": "m1", "status": "partial",
      "timestamp": "2026-11-21T11:00:00.5Z", "duration_ms": 1_234, "tool_calls": ["read", "write"],
      "metadata": ["build": 7], "user_id": "bob", "session_id": "s", "project_id": "p", "agent": "a",
      "mode": "RAG",
      "operation": "chat",
    ]
    let found = try document(call, bench)
    #expect(try schema().violations(in: found) == [])
    let id = try #require(found.at("id"))
    #expect(
      found == [
        "id": id, "timestamp": "2026-11-21T11:00:00.500Z", "recorded_at": "2026-11-21T12:00:00Z",
        "model": "gpt-4o",
        "provider": "openai", "status": "partial", "user_id": "bob", "session_id": "s", "project_id": "p",
        "agent": "a",
        "mode": "RAG", "operation": "chat", "source": "tool", "machine": "desk", "service_tier": "priority",
        "region": "eu",
        "tokens": [
          "input": 1_000, "output": 100, "cache_read": 400, "reasoning": 30, "total": 1_100,
        ],
        "meters": ["input": 600, "output": 70, "cache_read": 400, "output_reasoning": 30, "web_search": 0],
        "options": ["quality": "hd"], "priced_as": "gpt-4o",
        "cost": [
          "amount": .decimal("0.25"), "currency": "USD", "kind": "reported",
          "catalog_amount": .decimal("0.0051"),
          "price": "openai/gpt-4o priority",
        ],
        "keys": [["namespace": "openai", "id": "chatcmpl-1"]], "duration_ms": 1_234, "message_id": "m1",
        "tool_calls": ["read", "write"], "metadata": ["build": 7],
      ])
  }

  @Test func `a record with nothing next to its counts is short`() throws {
    let found = try document(["model": "my-own", "input_tokens": 5], Bench())
    #expect(try schema().violations(in: found) == [])
    #expect(
      found.object?.keys == [
        "id", "timestamp", "model", "tokens", "cost", "status", "user_id", "source", "machine", "meters",
      ])
    #expect(found.at("cost") == ["currency": "USD", "kind": "unpriced"])
  }

  @Test func `the parts of a response have keys of their own`() throws {
    let bench = try Bench()
    let body: JSONValue = [
      "id": "msg_9", "type": "message", "model": "claude-opus-4-1",
      "usage": [
        "input_tokens": 1, "output_tokens": 1,
        "iterations": [
          ["type": "message", "input_tokens": 1, "output_tokens": 1],
          ["type": "compaction", "input_tokens": 5, "output_tokens": 3],
        ],
      ],
    ]
    let newest = try document(["usage": body, "request_id": "mine"], bench)
    #expect(
      newest.at("keys") == [
        ["namespace": "anthropic", "id": "msg_9", "part": 1], ["namespace": "tool", "id": "mine", "part": 1],
      ])
  }

  @Test func `random calls of the whole catalog are written as the schema says`() throws {
    let bench = try Bench { $0.fallbackModel = "gpt-4o" }
    let schema = try schema()
    let models = try bench.service.prices.allModels()
    try forAll(seed: 13, count: 100) { random in
      let model = models[Int.random(in: models.indices, using: &random)]
      var call: JSONObject = [
        "model": .string(
          Int.random(in: 0..<10, using: &random) > 0 ? model.provider + "/" + model.id : "my-own"),
        "input_tokens": .number(JSONNumber(Int64.random(in: 0...9_999, using: &random))),
      ]
      for meter in Meter.allCases where !meter.isToken && Int.random(in: 0..<20, using: &random) == 0 {
        call["meters"] = .object([meter.name: .decimal(meter.scale > 1 ? "1.125" : "3")])
      }
      if Bool.random(using: &random) { call["cost_usd"] = .decimal("0.000000000001") }
      return call
    } check: { call in
      let found = try document(call, bench)
      bench.clock.advance(seconds: 1)
      return schema.violations(in: found).isEmpty
    }
  }

  @Test func `the schema knows every meter, and refuses what no record can be`() throws {
    let text = try JSONParser.parse(try #require(EmbeddedFiles.bytes(of: "record.schema.json")))
    let names = try #require(text.at("properties.meters.propertyNames.enum")?.array).compactMap(\.string)
    #expect(names == Meter.allCases.map(\.name))
    let good = try document(["model": "gpt-4o", "input_tokens": 5], Bench())
    let faults: [(String, JSONValue?)] = [
      ("id", "x"), ("timestamp", "today"), ("status", "done"), ("meters", ["pages": 1]), ("colour", "red"),
      ("model", nil),
      ("cost", ["currency": "USD", "kind": "catalog"]),
      ("cost", ["amount": 1, "currency": "USD", "kind": "unpriced"]),
    ]
    for (name, value) in faults {
      var object = try #require(good.object)
      object[name] = value
      #expect(try !schema().violations(in: .object(object)).isEmpty, "\(name)")
    }
  }
}
