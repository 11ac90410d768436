import CivilTime
import Ingest
import JSON
import Ledger
import MCP
import Pricing

/// `record_usage`: enters a call, or brings the record of the same call up to date.
struct RecordUsage: LedgerTool {
  static let name = "record_usage"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let details = try arguments.texts("include").contains("details")
    let draft = try UsageDraft(arguments, service: service)
    let quoter = Quoter(service)
    var entries: [RecordedEntry] = []
    // A body is entered whole or not at all, so every price is tried before the first entry.
    if draft.requests.count > 1 { for request in draft.requests { _ = try quoter.quote(request.facts) } }
    for request in draft.requests { entries.append(try enter(request, quoter)) }
    let warnings = try draft.warnings + settle(arguments, isNew: entries.contains(where: \.call.isNew))
    return try answer(entries, warnings: warnings, details: details)
  }

  private func enter(_ request: RecordRequest, _ quoter: Quoter) throws -> RecordedEntry {
    var quote: Quote?
    do {
      let call = try service.ledger.record(request) { facts in
        let quoted = try quoter.quote(facts)
        quote = quoted
        return quoted.applied
      }
      // A record that was there keeps its own price, so its account is made from its own facts.
      let account = call.isNew ? quote : try quoter.quote(call.record.facts)
      return RecordedEntry(call: call, quote: account, given: request.facts.model)
    } catch let error as LedgerError {
      throw ToolFailure(message: LedgerSentences.message(error))
    }
  }

  /// Frees what was held for the call; what it really used counts from here on.
  private func settle(_ arguments: Arguments, isNew: Bool) throws -> [String] {
    // A report of the same call that comes again finds its reservation settled.
    guard let name = try arguments.text("reservation_id"), try !service.release(name), isNew else { return [] }
    return [
      "There is no open reservation \"\(name)\": it was settled, released, or its time was up. The call was recorded all the same."
    ]
  }

  private func answer(
    _ entries: [RecordedEntry], warnings: [String], details: Bool
  ) throws -> JSONObject {
    var answer = RecordAnswer(entries: entries, hasDetails: details).object
    var all = warnings + entries.flatMap(\.warnings)
    do {
      let near = try limits(of: entries)
      let (settings, zone) = (service.settings.limits, try service.calendar(nil).zone)
      if !near.isEmpty {
        answer.append("limits", .array(near.map { Answer.limit($0, settings, zone, for: service.identity) }))
      }
      all += try service.raiseAlerts(for: near).map { service.sentence($0, zone) }
    } catch let failure as ToolFailure {
      // The call is entered: an answer that says otherwise would have it entered twice.
      all.append("The call was recorded, but the limits could not be read. \(failure.message)")
    }
    if !all.isEmpty { answer.append("warnings", .array(all.map(JSONValue.string))) }
    return answer
  }

  /// The limits on what was recorded that are near or passed, each once.
  private func limits(of entries: [RecordedEntry]) throws -> [LimitState] {
    let settings = service.settings.limits
    var subjects: [LimitSubject] = []
    var near: [LimitState] = []
    for entry in entries {
      let subject = LimitSubject(entry.record.facts, entry.record.price)
      guard !subjects.contains(subject) else { continue }
      subjects.append(subject)
      for state in try service.limitStates(for: subject) where state.level(settings) > .ok {
        if !near.contains(state) { near.append(state) }
      }
    }
    return near
  }
}
