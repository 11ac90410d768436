package import Ledger

/// Recomputing prices that were missing when a call was entered, or that have been corrected since.
package struct Repricing {
  private let service: LedgerService

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns what changes, and makes the change unless it is only asked for.
  ///
  /// Goes on in steps that are durable one by one, between which other processes write.
  ///
  /// - Parameters:
  ///   - period: Of which calls.
  ///   - applies: Whether the new prices are entered.
  /// - Throws: ``LedgerError``, ``PricingError``; what changed before has changed, and another run does the rest.
  package func run(_ period: Period, applies: Bool) throws -> RepricingReport {
    var report = RepricingReport(isApplied: applies)
    do {
      try walk(period) { changes in report.add(applies ? try apply(changes) : changes) }
    } catch let error as LedgerError {
      service.ledger.rollBack()
      throw error
    }
    return report
  }

  private func walk(_ period: Period, _ take: ([PriceChange]) throws -> Void) throws {
    let quoter = Quoter(service)
    var place: Int64? = 0
    while let row = place {
      let found = try service.ledger.priceChanges(in: period, behind: row) { try quoter.quote($0).applied }
      if !found.changes.isEmpty { try take(found.changes) }
      place = found.next
    }
  }

  private func apply(_ changes: [PriceChange]) throws -> [PriceChange] {
    let applied = try service.ledger.apply(changes)
    try service.ledger.commit()
    service.ledger.letOthersWrite()
    return applied
  }
}
