package import Ledger
import Pricing

/// A record as it was entered and as it counts, with its corrections.
package struct AdjustedRecord: Sendable {
  /// The record's id.
  package let id: RecordID
  /// The record; nil when it is archived.
  package let record: StoredRecord?
  /// What it counts with its corrections, where it has any.
  package let counted: Totals?
  /// Its corrections, the oldest first.
  package let adjustments: [Adjustment]
}

/// What became of a correction.
package struct AdjustmentReceipt: Sendable {
  /// The record as it counts now.
  package let record: AdjustedRecord
  /// False when the figures were so already, and nothing was entered.
  package let isEntered: Bool
}

extension AdjustedFigure {
  /// Returns a value of the figure as a decimal: tokens, or US dollars.
  package func decimal(of value: Int64) -> String {
    self == .cost ? Money(picodollars: Int128(value)).decimal : String(value)
  }
}
