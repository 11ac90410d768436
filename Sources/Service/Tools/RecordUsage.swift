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
    let draft = try UsageDraft(arguments, service: service)
    let quoter = Quoter(service)
    var entries: [RecordedEntry] = []
    // A body is entered whole or not at all, so every price is tried before the first entry.
    if draft.requests.count > 1 { for request in draft.requests { _ = try quoter.quote(request.facts) } }
    for request in draft.requests { entries.append(try enter(request, quoter)) }
    return try answer(entries, warnings: draft.warnings + settle(arguments, isNew: entries.contains(where: \.call.isNew)))
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

  private func answer(_ entries: [RecordedEntry], warnings: [String]) throws -> JSONObject {
    guard let first = entries.first else { preconditionFailure("a draft holds at least one call") }
    var answer: JSONObject = [
      "id": .string(first.record.id.description), "created": .bool(first.call.isNew),
      "model": .string(first.record.facts.model),
    ]
    if !first.record.price.pricedAs.isEmpty { answer.append("priced_as", .string(first.record.price.pricedAs)) }
    if !first.record.price.provider.isEmpty { answer.append("provider", .string(first.record.price.provider)) }
    answer.append("tokens", Answer.tokens(TokenTotals(first.record.facts.usage)))
    answer.append("cost", .object(first.cost))
    if let session = entries.last?.call.session { answer.append("session", Self.session(session)) }
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
    if entries.count > 1 { answer.append("calls", .array(entries.map(\.summary))) }
    if !all.isEmpty { answer.append("warnings", .array(all.map(JSONValue.string))) }
    return answer
  }

  private static func session(_ totals: Totals) -> JSONValue {
    [
      "requests": Answer.integer(totals.requests), "tokens": Answer.tokens(totals.tokens),
      "cost": .object(Answer.cost(of: totals)),
    ]
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

/// One call as it now stands in the ledger, with its account.
private struct RecordedEntry {
  let call: RecordedCall
  let quote: Quote?
  let given: String

  var record: StoredRecord { call.record }

  var cost: JSONObject {
    let price = record.price
    var cost = Answer.cost(price.cost)
    cost.append("kind", .string(price.kind.name))
    if !price.row.isEmpty { cost.append("price", .string(price.row)) }
    if price.kind == .reported, let catalog = price.catalogCost {
      cost.append("catalog_amount", Answer.money(catalog))
    }
    cost.append("lines", lines)
    return cost
  }

  /// What adds up to the amount: the catalog's lines, or the provider's bill as one.
  private var lines: JSONValue {
    if record.price.kind == .reported, let amount = record.price.cost {
      return [["unit": "reported", "quantity": 1, "price_each": Answer.money(amount), "amount": Answer.money(amount)]]
    }
    guard let quote, quote.applied.cost == record.price.cost else { return [] }
    return Answer.lines(quote.lines)
  }

  var summary: JSONValue {
    [
      "id": .string(record.id.description), "created": .bool(call.isNew), "model": .string(record.facts.model),
      "tokens": Answer.tokens(TokenTotals(record.facts.usage)), "cost": .object(Answer.cost(record.price.cost)),
    ]
  }

  private static let archived =
    "This call was recorded before, and its record is archived: it counts as it was then, and this report was not counted."

  var warnings: [String] {
    let others = call.otherModels.map {
      "This id was recorded before for model \"\($0)\" and now for \"\(given)\"; it counts as one call. Use a new request_id for each call."
    }
    return (quote?.warnings ?? []) + others + (call.isArchived ? [Self.archived] : [])
  }
}
