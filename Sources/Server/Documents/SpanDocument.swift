import CivilTime
package import JSON
import Ledger
import Pricing
import Service

/// Records as spans of OpenTelemetry, in the JSON form of its protocol (OTLP/JSON).
///
/// The names are those of its conventions for generative AI, which are in development; what they have no name for is
/// led by `token_ledger.`.
package enum SpanDocument {
  /// What the conventions call providers that the catalog names otherwise.
  private static let providers = [
    "amazon-bedrock": "aws.bedrock", "azure": "azure.ai.openai", "google": "gcp.gemini", "mistral": "mistral_ai",
    "moonshot": "moonshot_ai", "vertex": "gcp.vertex_ai", "xai": "x_ai",
  ]

  /// Members of a record that are attributes, and the names of those.
  private static let texts = [
    ("model", "gen_ai.request.model"), ("session_id", "gen_ai.conversation.id"), ("agent", "gen_ai.agent.name"),
    ("user_id", "user.id"), ("project_id", "token_ledger.project_id"), ("mode", "token_ledger.mode"),
    ("source", "token_ledger.source"), ("machine", "token_ledger.machine"), ("message_id", "token_ledger.message_id"),
    ("service_tier", "token_ledger.service_tier"), ("region", "token_ledger.region"), ("id", "token_ledger.record_id"),
  ]

  /// Returns one `TracesData`, each record a span and a trace of its own.
  package static func traces(_ records: [ExportedDocument]) -> JSONObject {
    let scope: JSONValue = ["name": .string(Product.name), "version": .string(Product.version)]
    let spans = records.compactMap { span($0).map(JSONValue.object) }
    return [
      "resourceSpans": [
        [
          "resource": ["attributes": [.object(attribute("service.name", .string(Product.name)))]],
          "scopeSpans": [["scope": scope, "spans": .array(spans)]],
        ]
      ]
    ]
  }

  private static func span(_ record: ExportedDocument) -> JSONObject? {
    let id = record.text("id")
    guard let start = Instant(rfc3339: record.text("timestamp")) else { return nil }
    let end = start.adding(milliseconds: record.object["duration_ms"]?.number?.int64 ?? 0)
    var span: JSONObject = [
      "traceId": .string(id), "spanId": .string(String(id.suffix(16))),
      "name": .string("\(operation(record)) \(record.text("model"))"), "kind": 3,
      "startTimeUnixNano": nanoseconds(start), "endTimeUnixNano": nanoseconds(end),
      "attributes": .array(attributes(record).map(JSONValue.object)),
    ]
    if record.text("status") == "failed" { span.append("status", ["code": 2]) }
    return span
  }

  private static func attributes(_ record: ExportedDocument) -> [JSONObject] {
    let provider = record.text("provider")
    var attributes = [attribute("gen_ai.operation.name", .string(operation(record)))]
    if !provider.isEmpty {
      attributes.append(attribute("gen_ai.provider.name", .string(providers[provider] ?? provider)))
    }
    for (member, name) in texts where !record.text(member).isEmpty {
      attributes.append(attribute(name, .string(record.text(member))))
    }
    return attributes + tokens(record.counted.tokens) + cost(record)
  }

  private static func tokens(_ tokens: TokenTotals) -> [JSONObject] {
    let parts = [
      ("cache_read.input", tokens.cacheRead), ("cache_creation.input", tokens.cacheWrite),
      ("reasoning.output", tokens.reasoning),
    ]
    return ([("input", tokens.input), ("output", tokens.output)] + parts.filter { $0.1 != 0 })
      .map { attribute("gen_ai.usage.\($0)_tokens", $1) }
  }

  /// The cost twice: as a double, which others can add up, and exactly.
  private static func cost(_ record: ExportedDocument) -> [JSONObject] {
    let kind = attribute("token_ledger.cost.kind", .string(record.object["cost"]?.object?["kind"]?.string ?? ""))
    guard let text = record.cost else { return [kind] }
    let double: JSONObject = ["key": "token_ledger.cost.usd", "value": ["doubleValue": Answer.decimal(text)]]
    let exact = Int64(clamping: record.counted.cost.picodollars)
    return [kind, double, attribute("token_ledger.cost.picodollars", exact)]
  }

  /// The protocol's JSON writes integers of 64 bits as texts.
  private static func attribute(_ name: String, _ value: Int64) -> JSONObject {
    ["key": .string(name), "value": ["intValue": .string(String(value))]]
  }

  private static func attribute(_ name: String, _ text: JSONValue) -> JSONObject {
    ["key": .string(name), "value": ["stringValue": text]]
  }

  private static func nanoseconds(_ time: Instant) -> JSONValue {
    .string(String(Int128(time.milliseconds) * 1_000_000))
  }

  private static func operation(_ record: ExportedDocument) -> String {
    let operation = record.text("operation")
    return operation.isEmpty ? "chat" : operation
  }
}
