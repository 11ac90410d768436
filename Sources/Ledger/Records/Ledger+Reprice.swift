import CivilTime
package import Pricing
import SQLite

/// A record whose price is another than the one it was entered with.
package struct PriceChange: Sendable {
  /// The record as it is.
  package var record: StoredRecord
  /// The price that holds now.
  package var price: AppliedPrice

  /// What the record has counted so far; nil when unpriced.
  package var before: Money? { record.countedCost }
  /// What it counts by the new price; nil when unpriced.
  package var after: Money? { record.correctedCost ?? price.cost }
}

/// What one step through the records has found.
package struct PriceChanges: Sendable {
  /// The changes, in the order of entry.
  package var changes: [PriceChange]
  /// Behind which row the next step begins; nil when all records were looked at.
  package var next: Int64?
}

extension Ledger {
  /// How many records are looked at in a step, which bounds memory and how long other processes wait.
  static let repricedAtOnce: Int64 = 100

  /// Returns those of the next ``repricedAtOnce`` records of `period` whose price by `pricing` differs from what they
  /// were billed.
  ///
  /// Only reads, and keeps no other process waiting. What the provider billed stays; of such a record only
  /// the catalog's figure next to the bill can differ.
  ///
  /// - Parameter row: Where the last step has ended; 0 before the first.
  package func priceChanges(
    in period: Period, behind row: Int64 = 0, pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> PriceChanges {
    try consistently {
      let records = try records(of: period, behind: row)
      var changes: [PriceChange] = []
      for record in records {
        let price = try pricing(record.facts).held(by: record.adjusted)
        if price.differs(from: record.price) { changes.append(PriceChange(record: record, price: price)) }
      }
      return PriceChanges(changes: changes, next: records.count < Self.repricedAtOnce ? nil : records.last?.row.number)
    }
  }

  /// Gives records their new prices in the running batch.
  ///
  /// - Returns: What was changed; a record that has changed since it was read, or was corrected, keeps its price.
  package func apply(_ changes: [PriceChange]) throws(LedgerError) -> [PriceChange] {
    var applied: [PriceChange] = []
    for change in changes {
      let isSame = try writing { store throws(SQLiteError) in try store.reprice(change) }
      if isSame { applied.append(change) }
    }
    return applied
  }

  private func records(of period: Period, behind row: Int64) throws(LedgerError) -> [StoredRecord] {
    try reading { store throws(SQLiteError) in
      try store.connection.all(
        StoredRecord.select + " WHERE r.id > ? AND r.timestamp >= ? AND r.timestamp < ? ORDER BY r.id LIMIT ?",
        .integer(row), .integer(period.since?.milliseconds ?? .min),
        .integer(period.until?.milliseconds ?? .max), .integer(Self.repricedAtOnce)
      ) { row throws(SQLiteError) in try StoredRecord(row: row) }
    }
  }
}

extension AppliedPrice {
  /// Whether another amount, or another model's price, was applied; the name of the row alone is no difference.
  fileprivate func differs(from other: AppliedPrice) -> Bool {
    (cost, catalogCost, kind, pricedAs) != (other.cost, other.catalogCost, other.kind, other.pricedAs)
  }
}

extension LedgerStore {
  /// Gives a record its new price, unless it is another than was read.
  fileprivate func reprice(_ change: PriceChange) throws(SQLiteError) -> Bool {
    let current = try connection.first(StoredRecord.select + " WHERE r.id = ?", change.record.row.value) {
      row throws(SQLiteError) in try StoredRecord(row: row)
    }
    guard let current, current == change.record else { return false }
    var changed = current
    changed.price = change.price
    try replace(current, by: changed)
    return true
  }
}
