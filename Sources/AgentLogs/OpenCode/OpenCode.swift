/// OpenCode's folders.
///
/// - Source: USAGE_SOURCES, 3.4 and 3.0; anomalyco/opencode, `packages/core/src/session/sql.ts` and `projector.ts`.
enum OpenCode {
  /// Its name in records.
  static let name = "opencode"

  /// Returns the folder of its data.
  static func folder(of home: LogHome) -> String { home.named("OPENCODE_DATA_DIR") ?? "\(home.dataFolder)/opencode" }
}

/// OpenCode's messages of before its database: one file for each.
package struct OpenCodeFiles: DocumentSource {
  package let name = OpenCode.name

  package init() {}

  package func roots(of home: LogHome) -> [String] { ["\(OpenCode.folder(of: home))/storage/message"] }

  package func isLog(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.count <= 2 && parts.last?.hasSuffix(".json") ?? true
  }

  package func mayHoldLogs(_ path: String) -> Bool { !path.contains("/") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    guard let message = OpenCodeMessage(parsing: document) else { return findings.skip(.malformed) }
    guard message.isCall(type: nil) else { return }
    let folder = file.components.dropLast().last.map(String.init)
    message.add(
      id: message.id ?? String(file.name.dropLast(".json".count)), session: message.session ?? folder ?? "",
      to: &findings)
  }
}
