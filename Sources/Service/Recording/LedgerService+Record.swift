package import Ledger

extension LedgerService {
  /// Enters a call, or updates the record of the same call, in the running batch.
  ///
  /// - Throws: ``RecordingError``, ``PricingError``, ``LedgerError``; then nothing of it is recorded.
  package func record(_ draft: UsageDraft) throws -> (receipt: RecordReceipt, attention: LimitAttention) {
    let receipt = try PricedDraft(draft, self).enter()
    return (receipt, LimitAttention(receipt.entries, self))
  }

  /// Enters several calls, all or none: every one is priced and checked before the first is entered.
  ///
  /// - Throws: ``RecordingError/refused(index:reason:)`` for the first that is refused, ``LedgerError``.
  package func record(_ drafts: [UsageDraft]) throws -> (batch: BatchReceipt, attention: LimitAttention) {
    let priced = try drafts.enumerated().map { index, draft in
      do { return try PricedDraft(draft, self) } catch {
        throw RecordingError.refused(index: index, reason: error)
      }
    }
    let receipts = try enteringAll(priced) { try $0.enter() }
    return (BatchReceipt(receipts: receipts), LimitAttention(receipts.flatMap(\.entries), self))
  }

  /// Returns the totals of the session of the last call of a receipt, where it has one.
  package func session(of receipt: RecordReceipt) throws -> Totals? {
    try receipt.entries.last.flatMap { try ledger.sessionTotals(of: $0.call) }
  }

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
