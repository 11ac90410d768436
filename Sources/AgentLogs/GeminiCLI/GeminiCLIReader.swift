package import JSON

/// Reads the lines of a session of Gemini CLI.
package struct GeminiCLIReader: LineReader {
  private var session: GeminiCLISession

  init(_ session: GeminiCLISession) { self.session = session }

  package var memory: JSONObject { session.memory }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    session.read(line, into: &findings)
  }
}
