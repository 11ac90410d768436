import JSON
import MCP
import Service

/// `record_usage`: enters a call or several, or updates the records of the same calls.
struct RecordUsage: LedgerTool {
  static let name = "record_usage"
  static let isQuestion = false
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let details = try arguments.texts(.include).contains("details")
    if let calls = try CallList(arguments, service) {
      let (batch, attention) = try service.record(calls.drafts)
      let answer = BatchAnswer(batch: batch, hasDetails: details)
      return complete(answer.object, answer.warnings, attention)
    }
    let (receipt, attention) = try service.record(try UsageDraft(arguments, service))
    let answer = RecordAnswer(
      receipt: receipt, hasDetails: details, session: try details ? service.session(of: receipt) : nil
    ).object
    return complete(answer, receipt.warnings.map(\.sentence), attention)
  }

  /// One call without details, of which there is nothing more to say, is what is recorded nearly always.
  func outcome(_ arguments: Arguments) throws -> ToolOutcome {
    guard arguments[.include] == nil, arguments[.calls] == nil else { return .finished(try call(arguments)) }
    let (receipt, attention) = try service.record(try UsageDraft(arguments, service))
    let warnings = receipt.warnings
    if receipt.entries.count == 1, attention.isEmpty, warnings.isEmpty { return .written(receipt.entries[0].json) }
    let answer = RecordAnswer(receipt: receipt, hasDetails: false, session: nil)
    return .finished(complete(answer.object, warnings.map(\.sentence), attention))
  }

  /// Adds what needs attention.
  func complete(_ answer: JSONObject, _ warnings: [String], _ attention: LimitAttention) -> JSONObject {
    var answer = answer
    if !attention.limits.isEmpty {
      let (settings, zone) = (service.settings.limits, service.defaultZone)
      let limits = attention.limits.map { Answer.limit($0, settings, zone, for: service.identity) }
      answer.append("limits", .array(limits))
    }
    let warnings = warnings + attention.sentences(service)
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }
}
