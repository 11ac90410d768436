import CivilTime
import JSON
import JSONSchema
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger
@testable import Server
@testable import Service

/// What leaves a ledger in which everything has rows.
@Suite struct ExportTests {
  private static let filters: [[Dimension: String]] = [
    [:], [.agent: "coder"], [.agent: ""], [.userID: "bob"], [.sessionID: "s1"], [.sessionID: ""],
    [.model: "gpt-4o", .projectID: "p1"], [.provider: "anthropic"], [.source: "tool", .agent: "writer"],
    [.model: "nothing"],
  ]
  private static let periods = [
    Period.all,
    Period(since: Instant(rfc3339: "2026-08-15T00:00:00Z"), until: Instant(rfc3339: "2026-11-21T11:45:00Z")),
    Period(since: nil, until: Instant(rfc3339: "2026-08-01T10:15:00Z")),
  ]

  private static func exported(
    _ bench: Bench, _ period: Period = .all, _ texts: [Dimension: String] = [:]
  ) throws -> (records: [ExportedDocument], faults: [ArchiveFault]) {
    var records: [ExportedDocument] = []
    let faults = try bench.service.ledger.export(period, UsageFilter(texts: texts), WholeLedger.archive) {
      records.append(try #require(ExportedDocument($0)))
    }
    return (records, faults)
  }

  @Test(arguments: filters, periods)
  func `what is exported adds up to what is counted, archived records too`(
    _ texts: [Dimension: String], _ period: Period
  ) throws {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    let bench = try WholeLedger.bench(in: folder)
    let (records, faults) = try Self.exported(bench, period, texts)
    var sum = Totals()
    for record in records { sum += record.counted }
    let totals = try bench.service.ledger.totals(of: period, filter: UsageFilter(texts: texts)).all
    #expect(sum == totals)
    #expect(Int64(records.count) == totals.requests)
    #expect(faults.isEmpty)
    let spans = SpanDocument.traces(records).spans
    func spanSum(of attribute: String) -> Int64 { spans.compactMap { $0[attribute].flatMap(Int64.init) }.reduce(0, +) }
    #expect(spanSum(of: "token_ledger.cost.picodollars") == Int64(totals.cost.picodollars))
    #expect(spanSum(of: "gen_ai.usage.input_tokens") == totals.tokens.input)
  }

  @Test func `each record is exported once, the oldest first, and has the form of the schema`() throws {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    let records = try Self.exported(try WholeLedger.bench(in: folder)).records
    let times = try records.map { try #require(Instant(rfc3339: $0.text("timestamp"))) }
    #expect(times == times.sorted())
    #expect(Set(records.map { $0.text("id") }).count == 300)
    let schema = try Schema(try JSONParser.parse(try #require(EmbeddedFiles.bytes(of: "record.schema.json"))))
    for record in records {
      let line = try JSONParser.parse(JSONWriter.bytes(.object(record.object)))
      #expect(schema.violations(in: line).isEmpty, "\(JSONWriter.string(line))")
      #expect(record.object["keys"]?.array?.isEmpty == false)
    }
    let corrected = records.filter { $0.object["adjustments"] != nil }
    #expect(!corrected.isEmpty && corrected.allSatisfy { 70...110 ~= $0.counted.tokens.output })
  }

  @Test func `archiving changes nothing in what is exported`() throws {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    let bench = try WholeLedger.bench(in: folder)
    let before = try Self.exported(bench).records.map { JSONWriter.string(.object($0.object)) }
    let moved = try Archiving(bench.service).run(before: bench.service.now(), applies: true)
    #expect(moved.records > 0)
    #expect(try Self.exported(bench).records.map { JSONWriter.string(.object($0.object)) } == before)
    withExtendedLifetime(folder) {}
  }

  @Test func `a ledger of one user exports nothing of others, archived or not`() throws {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    let bench = try WholeLedger.bench(in: folder)
    let bobs = try Self.exported(bench, .all, [.userID: "bob"]).records.map { $0.text("id") }
    let pinned = Ledger(folder: LedgerFolder(path: folder.path), world: bench.service.ledger.world, onlyUser: "bob")
    var found: [String] = []
    _ = try pinned.export(.all, .none, WholeLedger.archive) { found.append(ExportedDocument($0)?.text("id") ?? "") }
    #expect(found == bobs && !bobs.isEmpty)
    _ = try pinned.export(.all, UsageFilter(texts: [.userID: "ada"]), WholeLedger.archive) { _ in found = [] }
    #expect(found == bobs)
  }

  @Test func `a month of the archive that is missing is told, and the others are exported`() throws {
    var files = try WholeLedger.shared.get().files
    files["archive/records-2026-08.jsonl"] = nil
    let folder = try WholeLedger.write(files)
    let bench = try WholeLedger.bench(in: folder)
    let (records, faults) = try Self.exported(bench)
    let lost = 300 - records.count
    #expect(
      lost > 0
        && faults == [.missing(file: "records-2026-08.jsonl"), .recordsWithoutLine(count: Int64(lost))])
    let later = Period(since: Instant(rfc3339: "2026-09-01T00:00:00Z"), until: nil)
    #expect(try Self.exported(bench, later).faults.isEmpty)
  }
}

extension JSONObject {
  /// The attributes of the spans of a `TracesData`.
  fileprivate var spans: [[String: String]] {
    let scopes = self["resourceSpans"]?.array?.first?.object?["scopeSpans"]?.array
    return (scopes?.first?.object?["spans"]?.array ?? []).map { span in
      var attributes: [String: String] = [:]
      for attribute in span.object?["attributes"]?.array ?? [] {
        let value = attribute.object?["value"]?.object
        attributes[attribute.object?["key"]?.string ?? ""] =
          value?["stringValue"]?.string ?? value?["intValue"]?.string ?? value?["doubleValue"]?.number?.lexeme
      }
      return attributes
    }
  }
}
