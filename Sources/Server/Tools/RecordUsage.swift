import JSON
import Ledger
import MCP
import Service

/// `record_usage`: enters a call or several, or brings the records of the same calls up to date.
struct RecordUsage: LedgerTool {
  static let name = "record_usage"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let details = try arguments.texts(.include).contains("details")
    if let calls = try CallList(arguments, service) {
      let entered = try UsageEntry.enter(calls, service: service)
      let batch = BatchAnswer(calls: entered, hasDetails: details)
      return try complete(batch.object, entered.flatMap(\.entries), batch.warnings)
    }
    let entered = try UsageEntry(arguments, service: service).enter()
    let session = try details ? session(of: entered) : nil
    let answer = RecordAnswer(entries: entered.entries, hasDetails: details, session: session).object
    return try complete(answer, entered.entries, entered.warnings + entered.entries.flatMap(\.warnings))
  }

  /// What the session of the last call adds up to.
  private func session(of entered: UsageEntry.Entered) throws -> Totals? {
    guard let last = entered.entries.last else { return nil }
    return try service.ledger.sessionTotals(of: last.call)
  }

  /// Adds what needs attention.
  private func complete(
    _ answer: JSONObject, _ entries: [RecordedEntry], _ warnings: [String]
  ) throws -> JSONObject {
    var answer = answer
    let attention = try LimitAttention(entries, service)
    if !attention.limits.isEmpty { answer.append("limits", .array(attention.limits)) }
    let warnings = warnings + attention.warnings
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }
}
