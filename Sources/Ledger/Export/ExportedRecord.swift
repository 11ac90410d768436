import Pricing

/// A record on its way out of the ledger, whether it is in the ledger or in a file of the archive.
package struct ExportedRecord: Sendable {
  /// Where a record was found.
  package enum Form: Sendable {
    /// In the ledger.
    case entered(StoredRecord, keys: [RecordKey], adjustments: [Adjustment])
    /// In a line of the archive, without its end; keys that were met later are among those given.
    case archived([UInt8], keys: [RecordKey])
  }

  /// Where it was found, and what is there.
  package let form: Form
  /// What it counts, with its corrections.
  package let counted: Totals
  /// Its place among those of its form, by time and order of entry.
  let position: RecordPosition
}
