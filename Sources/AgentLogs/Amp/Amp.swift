import JSON

/// Amp: one document for each thread, in `threads`, written again with every message.
///
/// Newer versions may keep threads on the server only; then nothing is found here.
package struct Amp: DocumentSource {
  private static let usage = JSONProjection(
    "model", "timestamp", "inputTokens", "outputTokens", "cacheCreationInputTokens", "cacheReadInputTokens")
  private static let members = JSONProjection(
    "id", "created",
    parts: [
      "usageLedger": JSONProjection(parts: [
        "events": JSONProjection("id", "timestamp", "model", "credits", "tokens", "toMessageId")
      ]),
      "messages": JSONProjection("role", "messageId", parts: ["usage": usage]),
      "env": JSONProjection(parts: [
        "initial": JSONProjection(parts: [
          "trees": JSONProjection("uri", parts: ["repository": JSONProjection("ref")])
        ])
      ]),
    ])

  package let name = "amp"

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    ["\(home.named("AMP_DATA_DIR") ?? "\(home.dataFolder)/amp")/threads"]
  }

  package func isLog(_ path: String) -> Bool {
    path.hasSuffix(".json") && path.split(separator: "/").last?.hasPrefix("T-") == true
  }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    do {
      AmpThread(try JSONParser.parse(document, keeping: Self.members), of: file).read(into: &findings)
    } catch {
      findings.skip(.malformed)
    }
  }
}
