import JSON

/// A table of separated values with a line of names, each further line of which tells of a call.
///
/// Its files have no place of their own: the user names them.
package struct CSV: DocumentSource {
  package let name = "csv"

  package init() {}

  package func roots(of home: LogHome) -> [String] { [] }

  package func isLog(_ path: String) -> Bool { path.isEmpty || path.hasSuffix(".csv") || path.hasSuffix(".tsv") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    var table = CSVTable(document)
    guard let example = table.header, example.isCounted, example.hasTime else {
      if !document.isEmpty { findings.skip(.unfamiliar) }
      return
    }
    var reader = NamedReader(name)
    while let row = table.next(&findings) {
      // A column may hold a provider's usage object as text.
      let usage = row.json("usage")?.object
      let body = usage.map { JSONObject(dictionaryLiteral: ("usage", .object($0))) }
      reader.read(row, table.content(of: row), body: body, into: &findings)
    }
  }
}
