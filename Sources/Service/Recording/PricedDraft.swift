import Ingest
import Ledger
import Pricing

/// The calls of a draft on their way into the ledger.
///
/// Everything is priced and checked when it is created, and nothing is written before ``enter()``.
struct PricedDraft {
  private let service: LedgerService
  private let quoter: Quoter
  private let reservation: String?
  private let requestID: String
  private let endsSession: Bool
  private var calls: [Call] = []
  private var warnings: [RecordWarning] = []

  /// A call with its price by itself.
  private struct Call {
    let request: RecordRequest
    let quote: Quote
  }

  /// Prices and checks the calls of `draft`.
  ///
  /// - Throws: ``RecordingError``, ``PricingError``, ``LedgerError``.
  init(_ draft: consuming UsageDraft, _ service: LedgerService) throws {
    self.service = service
    quoter = Quoter(service)
    (reservation, requestID, endsSession) = (draft.reservation, draft.requestID, draft.endsSession)
    if let observed = draft.observed {
      for call in observed { try add(call, to: draft.facts, isAlone: observed.count == 1) }
    } else {
      try addCounted(draft.facts)
    }
  }

  private mutating func addCounted(_ facts: consuming CallFacts) throws {
    facts.model = try Self.name(facts.model)
    guard
      !facts.usage.entries.isEmpty || facts.status != .complete || facts.reportedCost.map({ $0 > .zero }) == true
    else { throw RecordingError.nothingCounted }
    facts.reportedCost = try statedBill(facts, unless: nil)
    if isCacheApart(facts) { warnings.append(.cacheTakenAsInput) }
    try add(facts, responseID: "", part: 0)
  }

  private mutating func add(_ call: ObservedCall, to told: CallFacts, isAlone: Bool) throws {
    var facts = told
    // A further call inside the response that names no model must not take the price of the first.
    facts.model = try Self.name(call.model ?? (call.part == 0 ? "" : "unknown"))
    facts.usage = call.usage
    if call.isInterim { facts.status = min(facts.status, .partial) }
    if facts.provider.isEmpty { facts.provider = call.provider ?? "" }
    if facts.serviceTier.isEmpty { facts.serviceTier = ServiceTier.kept(call.serviceTier) }
    if facts.region.isEmpty { facts.region = call.region ?? "" }
    // What several calls cost together is no bill of one of them.
    let bill = isAlone ? try statedBill(facts, unless: call.reportedCost) : nil
    facts.reportedCost = bill ?? call.reportedCost
    try add(facts, responseID: call.responseID ?? "", part: Int64(call.part))
  }

  private mutating func add(_ facts: consuming CallFacts, responseID: String, part: Int64) throws {
    var keys: [RecordKey] = []
    // A message's id tells calls apart only in the form that a provider gives to its responses.
    let messageID = facts.messageID.flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    for id in [requestID, responseID, messageID ?? ""] where !id.isEmpty {
      let key = RecordKey(id: id, source: facts.source, part: part)
      if !keys.contains(key) { keys.append(key) }
    }
    let request = RecordRequest(facts: facts, keys: keys, endsSession: endsSession)
    let quote = try quoter.quote(request.facts)
    try service.ledger.check(request)
    calls.append(Call(request: request, quote: quote))
  }

  /// Returns the bill that the facts hold, where it can be meant.
  ///
  /// Models fill in a zero for what they do not know: where a provider's own object states a bill, or a price is
  /// known that is more than nothing, zero says nothing.
  private mutating func statedBill(_ facts: CallFacts, unless provided: Money?) throws -> Money? {
    guard facts.reportedCost == .zero else { return facts.reportedCost }
    if provided != nil { return nil }
    var unbilled = facts
    unbilled.reportedCost = nil
    guard let price = try quoter.quote(unbilled).applied.cost, price > .zero else { return .zero }
    warnings.append(.zeroBillIgnored(model: facts.model))
    return nil
  }

  /// Anthropic and Bedrock report input without the cache, which is easily taken for ours.
  private func isCacheApart(_ facts: CallFacts) -> Bool {
    facts.usage.cacheReadTokens + facts.usage.cacheWriteTokens > 0
      && ["anthropic", "amazon-bedrock"].contains(service.provider(of: facts))
  }

  /// The name of a model without blanks around it.
  private static func name(_ given: String) throws(RecordingError) -> String {
    let isText = { (byte: UInt8) in byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D }
    guard let start = given.utf8.firstIndex(where: isText), let end = given.utf8.lastIndex(where: isText) else {
      throw .modelMissing
    }
    return String(given[start...end])
  }
}

extension PricedDraft {
  /// Enters the calls, or updates the records of the same calls.
  ///
  /// - Throws: ``LedgerError``, ``PricingError``.
  func enter() throws -> RecordReceipt {
    let entries = try service.enteringAll(calls, enter)
    return RecordReceipt(
      entries: entries, draftWarnings: warnings + (try settle(isNew: entries.contains(where: \.call.isNew))))
  }

  private func enter(_ one: Call) throws -> RecordedEntry {
    let request = one.request
    let call = try service.ledger.record(request, price: one.quote.applied) { try quoter.quote($0).applied }
    // A record that was there keeps its own price, so its account is made from its own facts.
    let account = call.isNew ? one.quote : try quoter.quote(call.record.facts)
    return RecordedEntry(call: call, quote: account, given: request.facts.model)
  }

  /// Frees what was held for the call; what it really used counts from here on.
  private func settle(isNew: Bool) throws -> [RecordWarning] {
    // A report of the same call that comes again finds its reservation settled.
    guard let reservation, try !service.release(reservation), isNew else { return [] }
    return [.reservationNotOpen(reservation)]
  }
}
