package import CivilTime
import Pricing

/// A record as the ledger keeps it.
package struct StoredRecord: Sendable, Hashable {
  /// Its public name.
  package var id: RecordID
  /// What is known about the call.
  package var facts: CallFacts
  /// The price that was applied to it.
  package var price: AppliedPrice
  /// When it was entered, by the ledger's time.
  package var recordedAt: Instant
  /// The reports that it was merged from; none where it is the only one itself.
  var reports: [CallFacts] = []
  /// What people have corrected: the figures that count in the place of its own.
  var adjusted: [AdjustedFigure: Int64] = [:]
  /// Its row, the order of entry.
  var row: RecordRow
  /// Its context.
  var context: ContextID
  /// Its session.
  var session: SessionID?

  /// What it adds to the totals.
  var contribution: Contribution {
    Contribution(
      timestamp: facts.timestamp, context: context, session: session, usage: facts.usage, cost: price.cost,
      adjusted: adjusted)
  }
}
