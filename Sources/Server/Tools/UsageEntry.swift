import JSON
import Ledger
import MCP
import Service

/// What one call of `record_usage` reports, on its way into the ledger.
///
/// Everything is read, priced and checked when it is created, and nothing is written before ``enter()``.
struct UsageEntry {
  private let draft: UsageDraft
  /// The price of each call by itself.
  private let quotes: [Quote]
  private let service: LedgerService

  /// What was entered.
  struct Entered {
    /// The call, and others that its body holds.
    let entries: [RecordedEntry]
    /// What the caller should know about the arguments.
    let warnings: [String]
    /// The same, and what the caller should know about each call.
    var allWarnings: [String] {
      var all = warnings
      for entry in entries where entry.hasWarnings { all += entry.warnings }
      return all
    }
  }

  /// Reads and checks the arguments.
  ///
  /// - Throws: ``ToolFailure``.
  init(_ arguments: Arguments, service: LedgerService) throws {
    self.service = service
    draft = try UsageDraft(arguments, service: service)
    let quoter = Quoter(service)
    quotes = try draft.requests.map { request in
      let quote = try quoter.quote(request.facts)
      try service.ledger.check(request)
      return quote
    }
  }

  /// Enters what was read, or updates the records of the same calls.
  ///
  /// - Throws: ``ToolFailure``.
  func enter() throws -> Entered {
    let entries = try service.enteringAll(draft.requests.indices) { try enter(draft.requests[$0], quotes[$0]) }
    return Entered(
      entries: entries, warnings: draft.warnings + (try settle(isNew: entries.contains(where: \.call.isNew))))
  }

  private func enter(_ request: RecordRequest, _ alone: Quote) throws -> RecordedEntry {
    let quoter = Quoter(service)
    let call = try service.ledger.record(request, price: alone.applied) { try quoter.quote($0).applied }
    // A record that was there keeps its own price, so its account is made from its own facts.
    let account = call.isNew ? alone : try quoter.quote(call.record.facts)
    return RecordedEntry(call: call, quote: account, given: request.facts.model)
  }

  /// Frees what was held for the call; what it really used counts from here on.
  private func settle(isNew: Bool) throws -> [String] {
    // A report of the same call that comes again finds its reservation settled.
    guard let name = draft.reservation, try !service.release(name), isNew else { return [] }
    return [
      "There is no open reservation \"\(name)\": it was settled, released, or its time was up. The call was recorded all the same."
    ]
  }
}

extension LedgerService {
  /// Enters all of `items`; where one fails after others were entered, the batch is taken back.
  func enteringAll<Items: Collection, Result>(
    _ items: Items, _ enter: (Items.Element) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    for item in items {
      do {
        results.append(try enter(item))
      } catch {
        if !results.isEmpty { ledger.abandon(.notEnteredWhole) }
        throw error
      }
    }
    return results
  }
}
