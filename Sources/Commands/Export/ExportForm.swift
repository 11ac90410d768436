import JSON
import Ledger
import Server

/// The forms in which records leave the ledger.
enum ExportForm: String, CaseIterable {
  case csv
  case jsonl
  case otlpJSON = "otlp-json"

  /// The lines before the first record.
  var header: [String] { self == .csv ? ExportTable([]).table.commaSeparated : [] }

  /// Returns records as lines: one for each, but spans of OpenTelemetry all in one.
  func lines(of records: [ExportedDocument]) -> [String] {
    switch self {
    case .csv: Array(ExportTable(records).table.commaSeparated.dropFirst())
    case .jsonl: records.map { JSONWriter.string(.object($0.object)) }
    case .otlpJSON: [JSONWriter.string(.object(SpanDocument.traces(records)))]
    }
  }
}

/// Records as rows whose columns are always the same.
struct ExportTable {
  /// The rows.
  let table: Table

  /// Columns of text, which are members of a record; the figures follow.
  private static let texts = [
    "id", "timestamp", "recorded_at", "model", "provider", "status", "user_id", "session_id", "project_id", "agent",
    "mode", "operation", "source", "machine", "service_tier", "region", "message_id", "priced_as",
  ]
  private static let figures = [
    "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "total_tokens",
    "cost_usd", "duration_ms", "corrections",
  ]

  init(_ records: [ExportedDocument]) {
    let texts = Self.texts + ["cost_kind"]
    table = Table(header: texts + Self.figures, rows: records.map(Self.row), textColumns: texts.count)
  }

  private static func row(_ record: ExportedDocument) -> [String] {
    var texts = Self.texts.map { record.text($0) }
    // It is left out of a record where it is the time of the call.
    if texts[2].isEmpty { texts[2] = texts[1] }
    let tokens = record.counted.tokens
    let counts = [
      tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite, tokens.reasoning, tokens.total,
    ]
    let kind = record.object["cost"]?.object?["kind"]?.string ?? ""
    let duration = record.object["duration_ms"]?.number?.lexeme ?? ""
    let corrections = String(record.object["adjustments"]?.array?.count ?? 0)
    return texts + [kind] + counts.map(String.init) + [record.cost ?? "", duration, corrections]
  }
}
