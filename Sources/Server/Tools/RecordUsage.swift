import JSON
import Ledger
import MCP
import Service

/// `record_usage`: enters a call or several, or updates the records of the same calls.
struct RecordUsage: LedgerTool {
  static let name = "record_usage"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let details = try arguments.texts(.include).contains("details")
    if let calls = try CallList(arguments, service) {
      let entered = try UsageEntry.enter(calls, service: service)
      let batch = BatchAnswer(calls: entered, hasDetails: details)
      let attention = try LimitAttention(entered.flatMap(\.entries), service)
      return complete(batch.object, attention, batch.warnings)
    }
    let entered = try UsageEntry(arguments, service: service).enter()
    let attention = try LimitAttention(entered.entries, service)
    let session = try details ? session(of: entered) : nil
    let answer = RecordAnswer(entries: entered.entries, hasDetails: details, session: session)
    return complete(answer.object, attention, entered.allWarnings)
  }

  /// One call without details, of which there is nothing more to say, is what is recorded nearly always.
  func outcome(_ arguments: Arguments) throws -> ToolOutcome {
    guard arguments[.include] == nil, arguments[.calls] == nil else { return .finished(try call(arguments)) }
    let entered = try UsageEntry(arguments, service: service).enter()
    let attention = try LimitAttention(entered.entries, service)
    let warnings = entered.allWarnings
    if entered.entries.count == 1, attention.isEmpty, warnings.isEmpty { return .written(entered.entries[0].json) }
    let answer = RecordAnswer(entries: entered.entries, hasDetails: false, session: nil)
    return .finished(complete(answer.object, attention, warnings))
  }

  /// What the session of the last call adds up to.
  private func session(of entered: UsageEntry.Entered) throws -> Totals? {
    guard let last = entered.entries.last else { return nil }
    return try service.ledger.sessionTotals(of: last.call)
  }

  /// Adds what needs attention.
  private func complete(_ answer: JSONObject, _ attention: LimitAttention, _ warnings: [String]) -> JSONObject {
    var answer = answer
    if !attention.limits.isEmpty { answer.append("limits", .array(attention.limits)) }
    let warnings = warnings + attention.warnings
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }
}
