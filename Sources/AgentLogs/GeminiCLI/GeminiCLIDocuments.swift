import JSON

/// Older sessions of Gemini CLI, each a document that is written again with every message.
///
/// A session that is resumed by a newer version goes on as lines in a file of the same name with an `l` at its end, and
/// its messages keep their ids, so they count once.
package struct GeminiCLIDocuments: DocumentSource {
  package let name = "gemini-cli"

  package init() {}

  package func roots(of home: LogHome) -> [String] { GeminiCLI.roots(of: home) }

  package func isLog(_ path: String) -> Bool { GeminiCLI.isChat(path, ending: ".json") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    var session = GeminiCLISession(file, memory: JSONObject())
    session.read(document, into: &findings)
  }
}
