import CivilTime
import Ledger
import Pricing

/// The table of usage that Cursor's dashboard exports; the program itself keeps no tokens on the machine.
///
/// A row may stand for several requests to the model. Its files have no place of their own: the user names them.
package struct Cursor: DocumentSource {
  package let name = "cursor"
  /// What tells rows apart. Kind and cost are left out: they are written in other words by other versions.
  private static let content = [
    "date", "user", "model", "maxmode", "inputwcachewrite", "inputwocachewrite", "cacheread", "outputtokens", "tokens",
    "cloudagentid", "automationid",
  ]

  package init() {}

  package func roots(of home: LogHome) -> [String] { [] }

  package func isLog(_ path: String) -> Bool { path.isEmpty || path.hasSuffix(".csv") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    var table = CSVTable(document)
    guard let header = table.header, header.has("date"), header.has("model"), header.has("outputtokens"),
      header.has("inputwocachewrite", "inputwcachewrite")
    else {
      if !document.isEmpty { findings.skip(.unfamiliar) }
      return
    }
    var keys = RowKeys(name)
    while let row = table.next(&findings) {
      guard let time = row.instant("date") else {
        findings.skip(.timeless)
        continue
      }
      add(row, keys.next(table.content(of: row, in: Self.content), at: time), at: time, &findings)
    }
  }

  private func add(_ row: NamedRow, _ key: RecordKey, at time: Instant, _ findings: inout LogFindings) {
    guard !isUnbilled(row) else { return findings.skip(.unbilled) }
    let tokens = tokens(of: row)
    guard !tokens.isEmpty || cost(of: row) != nil else { return findings.skip(.empty) }
    var facts = CallFacts(
      userID: row.text("user") ?? "", source: name, model: row.text("model") ?? "unknown", usage: tokens.usage,
      timestamp: time)
    facts.agent = name
    facts.reportedCost = cost(of: row)
    if row.text("maxmode")?.lowercased() == "yes" { facts.mode = "max" }
    findings.add(LoggedCall(facts: facts, keys: [key]))
  }

  /// The first column is what was written to the cache; a total may tell that it is all of the prompt that was not read
  /// from there.
  private func tokens(of row: NamedRow) -> LogTokens {
    var tokens = LogTokens()
    let with = row.count("inputwcachewrite") ?? 0
    tokens.input = row.count("inputwocachewrite") ?? 0
    tokens.cacheRead = row.count("cacheread") ?? 0
    tokens.output = row.count("outputtokens") ?? 0
    let includesInput = with >= tokens.input && row.count("totaltokens") == with + tokens.cacheRead + tokens.output
    tokens.cacheWrite = includesInput ? with - tokens.input : with
    return tokens
  }

  /// Kinds such as `Errored, No Charge` and `Aborted, Not Charged`.
  private func isUnbilled(_ row: NamedRow) -> Bool {
    let kind = row.text("kind")?.lowercased() ?? ""
    return kind.contains("no charge") || kind.contains("not charged")
  }

  /// What was billed. Words such as `Included` stand for no amount.
  private func cost(of row: NamedRow) -> Money? { row.dollars("costtoyou") ?? row.dollars("cost") }
}
