import CivilTime
import Ingest
import JSON
import Ledger
import Pricing

/// Makes calls of the rows of one file, whose members have names.
struct NamedReader {
  private let source: String
  private var keys: RowKeys

  /// Creates the reader of a file for `source`.
  init(_ source: String) {
    self.source = source
    keys = RowKeys(source)
  }

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - content: A hash of all that the row says, by which it is known if it has no id.
  ///   - body: A provider's answer in the row, or the row itself where a provider's usage object is in it.
  mutating func read(_ row: NamedRow, _ content: ContentHash, body: JSONObject?, into findings: inout LogFindings) {
    guard let time = row.time else { return findings.skip(.timeless) }
    // Before anything is left out: what is skipped today may be a call to a later version.
    let key = key(of: row, content, at: time)
    var calls: [LoggedCall] = []
    if let body, let observed = Self.observed(body, row) {
      calls = observed.map { self.call($0, of: row, isAlone: observed.count == 1, at: time) }
    } else if row.isCounted, !row.hasWrongCount {
      let facts = row.facts(source: source, model: row.model ?? "unknown", usage: row.usage, at: time)
      calls = [LoggedCall(facts: facts, keys: [])]
      calls[0].responseID = row.responseID
    } else {
      return findings.skip(.malformed)
    }
    guard calls.contains(where: { !$0.facts.usage.isEmpty || $0.facts.reportedCost != nil }) else {
      return findings.skip(.empty)
    }
    for (part, var call) in calls.enumerated() {
      call.keys = [RecordKey(namespace: key.namespace, id: key.id, part: Int64(part))]
      findings.add(call)
    }
  }

  /// The row's own id; a number is unique in one table only, and so is joined with the time.
  private mutating func key(of row: NamedRow, _ content: ContentHash, at time: Instant) -> RecordKey {
    guard let id = row.id else { return keys.next(content, at: time) }
    let isNumber = id.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return RecordKey(namespace: source, id: isNumber ? "\(id) \(time.milliseconds)" : id)
  }

  private static func observed(_ body: JSONObject, _ row: NamedRow) -> [ObservedCall]? {
    do { return try UsageObject.read(body, provider: row.provider, model: row.model) } catch { return nil }
  }

  private func call(_ one: ObservedCall, of row: NamedRow, isAlone: Bool, at time: Instant) -> LoggedCall {
    var facts = row.facts(source: source, model: one.model ?? "unknown", usage: one.usage, at: time)
    facts.provider = one.provider ?? ""
    if facts.serviceTier.isEmpty { facts.serviceTier = NamedRow.tier(one.serviceTier) }
    if facts.region.isEmpty { facts.region = one.region ?? "" }
    if one.isInterim { facts.status = min(facts.status, .partial) }
    let stated = one.reportedCost.flatMap { $0 > .zero ? $0 : nil }
    facts.reportedCost = isAlone ? facts.reportedCost ?? stated : stated
    var call = LoggedCall(facts: facts, keys: [])
    call.responseID = one.responseID.flatMap { RecordKey.isResponseID($0) ? $0 : nil } ?? row.responseID
    return call
  }
}
