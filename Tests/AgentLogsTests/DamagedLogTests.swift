import AgentLogs
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

/// What damaged lines do to readers: nothing worse than a line that is skipped.
struct DamagedLogTests {
  private static let lines = [
    """
    {"id":"m","timestamp":"2026-05-01T08:01:00.000Z","type":"gemini","sessionId":"s","startTime":1790000000,\
    "tokens":{"input":5200,"output":180,"cached":4096,"thoughts":300,"tool":0,"total":5680},"model":"gemini-3-pro"}
    """,
    """
    {"uuid":"u","sessionId":"s","timestamp":"2026-04-01T10:00:00.000Z","type":"assistant","model":"qwen3",\
    "usageMetadata":{"promptTokenCount":1508,"candidatesTokenCount":205,"cachedContentTokenCount":1024}}
    """,
    """
    {"type":"message","id":"a2","timestamp":"2026-08-03T12:00:01.000Z","message":{"role":"assistant","model":"g",\
    "timestamp":1785758400123,"usage":{"input":200,"output":90,"cacheRead":1800,"cost":{"total":0.00128}}}}
    """,
    """
    {"type":"session.shutdown","id":"e9","timestamp":"2026-09-01T10:00:00.000Z","data":{"totalNanoAiu":9000000000,\
    "modelMetrics":{"g":{"usage":{"inputTokens":4000,"outputTokens":100},"requests":{"count":2},"totalNanoAiu":3e9}}}}
    """,
    """
    {"spanId":"b","endTime":[1788253201,250000000],"attributes":{"gen_ai.operation.name":"chat",\
    "gen_ai.conversation.id":"s","gen_ai.usage.input_tokens":500,"github.copilot.nano_aiu":220880000.0}}
    """,
    """
    {"id":"T-1","messages":[{"role":"assistant","messageId":2,"usage":{"inputTokens":100,"timestamp":1790000000000}}],\
    "usageLedger":{"events":[{"id":"e","tokens":{"input":100},"credits":1.25,"toMessageId":2}]}}
    """,
  ]
  /// What takes the place of parts of a line.
  private static let pieces = [
    "null", "-1", "1e999", "99999999999999999999999999999999999999999999", "\"\"", "[]", "{}", "0.1", "true",
    "\u{1F600}", "\\", "\"", "}", "9223372036854775807", "100000000000",
  ]

  /// Returns a line of which some numbers, texts or single bytes are others.
  private static func damaged(_ generator: inout SplitMix64) -> [UInt8] {
    var bytes = Array(lines.randomElement(using: &generator).map(\.utf8) ?? "".utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let piece = Array((pieces.randomElement(using: &generator) ?? "").utf8)
      let starts = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
      let value = Bool.random(using: &generator) ? starts.randomElement(using: &generator) : nil
      let start = value.map { $0 + 1 } ?? Int.random(in: 0..<max(1, bytes.count), using: &generator)
      let old = bytes[min(start, bytes.count)...].prefix { ![0x2C, 0x7D, 0x5D].contains($0) }
      bytes.replaceSubrange(old.indices, with: piece)
    }
    return bytes
  }

  private static func reads(_ line: [UInt8], by source: some LineSource) -> Bool {
    let file = LogDesk.file("p/chats/s.jsonl")
    var findings = LogFindings()
    var memory = JSONObject()
    for _ in 0..<2 {
      var reader = source.reader(of: file, memory: memory, among: LogFiles([file]))
      line.withUnsafeBytes { reader.read($0, into: &findings) }
      reader.finish(into: &findings)
      memory = reader.memory
    }
    return JSONWriter.bytes(.object(memory)).count <= 4_096
      && findings.calls.allSatisfy { !$0.keys.isEmpty && $0.facts.usage.entries.allSatisfy { $0.quantity > 0 } }
  }

  @Test func `a damaged line is skipped or read, and nothing breaks`() throws {
    try forAll(seed: 7, count: 4_000, generate: { Self.damaged(&$0) }) { line in
      var findings = LogFindings()
      let file = LogDesk.file("T-1.json")
      line.withUnsafeBytes { Amp().read($0, of: file, into: &findings) }
      line.withUnsafeBytes { GeminiCLIDocuments().read($0, of: file, into: &findings) }
      return Self.reads(line, by: GeminiCLI()) && Self.reads(line, by: QwenCode()) && Self.reads(line, by: Pi())
        && Self.reads(line, by: CopilotCLI()) && Self.reads(line, by: CopilotCLITelemetry())
    }
  }
}
