package import Ledger
package import Pricing

/// What became of a draft that was recorded.
package struct RecordReceipt: Sendable {
  /// The call, and others that the provider's object tells of; at least one.
  package let entries: [RecordedEntry]
  /// What the reporter should know about the draft itself.
  package let draftWarnings: [RecordWarning]

  /// What the reporter should know about the draft and what was recorded of it.
  package var warnings: [RecordWarning] {
    var warnings = draftWarnings
    for entry in entries where entry.hasWarnings { warnings += entry.warnings }
    return warnings
  }

  /// What the records cost together; nil when none of them has a price.
  package var cost: Money? { entries.cost }
}

/// What became of several drafts that were recorded together.
package struct BatchReceipt: Sendable {
  /// What became of each, in order.
  package let receipts: [RecordReceipt]

  /// What the records cost together; nil when none of them has a price.
  package var cost: Money? { receipts.flatMap(\.entries).cost }

  /// The record that an entry is part of in the end: a later draft may have shown that two are the same.
  package func finalID(of entry: RecordedEntry) -> RecordID {
    receipts.lazy.flatMap(\.entries).reduce(entry.record.id) { $1.call.absorbed.contains($0) ? $1.record.id : $0 }
  }
}

extension [RecordedEntry] {
  /// What the records add up to, each once and as it is after its last report; an archived one counted before.
  fileprivate var cost: Money? {
    var amounts: [RecordID: Money?] = [:]
    for entry in self {
      for id in entry.call.absorbed { amounts[id] = nil }
      if !entry.call.isArchived { amounts[entry.record.id] = .some(entry.record.price.cost) }
    }
    let known = amounts.values.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }
}
