import JSON

/// Lines of JSON, each of which tells of a call, by the names of its members or by a provider's usage object.
///
/// Their files have no place of their own: the user names them. A file is read whole and not on from where it ended the
/// last time, since the key of a line without an id counts the equal ones before it, wherever they stand.
package struct JSONLines: DocumentSource {
  package let name = "jsonl"

  package init() {}

  package func roots(of home: LogHome) -> [String] { [] }

  package func isLog(_ path: String) -> Bool {
    path.isEmpty || path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
  }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    var reader = NamedReader(name)
    var start = document.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var isFamiliar = false
    while start < document.count {
      let end = document[start...].firstIndex(of: 0x0A) ?? document.count
      findings.place = Int64(start)
      let line = Self.trimmed(document[start..<end])
      start = end + 1
      if !line.isEmpty, Self.read(line, by: &reader, into: &findings) { isFamiliar = true }
    }
    if !isFamiliar, findings.skipped.isEmpty, !document.isEmpty { findings.skip(.unfamiliar) }
  }

  /// Reads a line; returns whether it tells of usage at all.
  private static func read(
    _ line: UnsafeRawBufferPointer, by reader: inout NamedReader, into findings: inout LogFindings
  ) -> Bool {
    let value: JSONValue
    do { value = try JSONParser.parse(line) } catch {
      findings.skip(.malformed)
      return false
    }
    guard let object = value.object else { return false }
    var row = NamedRow(object)
    let body = body(in: object)
    for (name, value) in body ?? JSONObject() where !value.isNull { row.add(value, as: NamedRow.folded(name)) }
    // A usage object with this program's own names for the cache is none of a provider.
    let isOwn = body.flatMap { $0.object("usage") }.map { row.takeOwnCounts($0) } ?? false
    guard body != nil || row.isCounted else { return false }
    var content = ContentHash()
    content.add(line)
    reader.read(row, content, body: isOwn ? nil : body, into: &findings)
    return true
  }

  /// Returns the object that a provider's usage is in: the line itself, or the answer that it holds.
  private static func body(in line: JSONObject) -> JSONObject? {
    let answer = line.object("response")
    let places = [line, answer, answer?.object("body"), line.object("message"), line.object("body")]
    return places.compactMap(\.self).first { $0.object("usage", "usageMetadata") != nil }
  }

  private static func trimmed(_ line: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
    var line = line
    while let last = line.last, isBlank(last) { line.removeLast() }
    while let first = line.first, isBlank(first) { line.removeFirst() }
    return UnsafeRawBufferPointer(rebasing: line)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
