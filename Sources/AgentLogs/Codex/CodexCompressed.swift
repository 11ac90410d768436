/// Threads that Codex has compressed, which are told of and not read: there is no decoder of Zstandard on every system.
package struct CodexCompressed: DocumentSource {
  package let name = "codex"

  package init() {}

  package func roots(of home: LogHome) -> [String] { Codex.roots(of: home) }

  package func isLog(_ path: String) -> Bool { path.hasSuffix(".jsonl.zst") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    let plain = String(file.path.dropLast(".zst".count))
    // The plain file beside it holds the same.
    guard LogText.bytes(of: plain, count: 1) == nil else { return }
    findings.skip(.compressed)
  }
}
