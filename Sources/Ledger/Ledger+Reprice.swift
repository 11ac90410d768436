import CivilTime
package import Pricing
import SQLite

/// A record whose price is another than the one it was entered with.
package struct PriceChange: Sendable {
  /// The record as it stands.
  package var record: StoredRecord
  /// The price that holds now.
  package var price: AppliedPrice
  /// What a person has corrected the cost to, which counts whatever the price.
  var correctedCost: Money?

  /// What the record has counted so far; nil when unpriced.
  package var before: Money? { correctedCost ?? record.price.cost }
  /// What it counts by the new price; nil when unpriced.
  package var after: Money? { correctedCost ?? price.cost }
}

extension Ledger {
  /// How many records are read at a time, so that memory stays flat over any ledger.
  private static let chunk: Int64 = 500

  /// Returns the records of `period` whose price by `pricing` differs from what they were billed.
  ///
  /// Only reads, and keeps no other process waiting. What the provider billed stays; of such a record only
  /// the catalog's figure beside the bill can differ.
  package func priceChanges(
    in period: Period, pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> [PriceChange] {
    var changes: [PriceChange] = []
    var last: Int64 = 0
    while true {
      let records = try chunk(of: period, after: last)
      for record in records {
        let price = try pricing(record.facts)
        guard price.differs(from: record.price) else { continue }
        let change = try reading { store throws(SQLiteError) in
          let held = try store.held(price, of: record.row)
          return PriceChange(record: record, price: held, correctedCost: try store.correctedCost(of: record.row))
        }
        if change.price.differs(from: record.price) { changes.append(change) }
      }
      guard let end = records.last else { return changes }
      last = end.row
    }
  }

  /// Gives records their new prices in the running batch: all of them or, when one fails, none.
  ///
  /// - Returns: How many were changed; a record that has changed since it was read keeps its price.
  package func apply(_ changes: [PriceChange]) throws(LedgerError) -> Int {
    var applied = 0
    for change in changes {
      let isSame = try writing { store throws(SQLiteError) in try store.reprice(change) }
      if isSame { applied += 1 }
    }
    return applied
  }

  private func chunk(of period: Period, after row: Int64) throws(LedgerError) -> [StoredRecord] {
    try reading { store throws(SQLiteError) in
      try store.connection.all(
        StoredRecord.select + " WHERE r.id > ? AND r.timestamp >= ? AND r.timestamp < ? ORDER BY r.id LIMIT ?",
        .integer(row), .integer(period.since?.milliseconds ?? .min),
        .integer(period.until?.milliseconds ?? .max), .integer(Self.chunk)
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
    let current = try connection.first(StoredRecord.select + " WHERE r.id = ?", .integer(change.record.row)) {
      row throws(SQLiteError) in try StoredRecord(row: row)
    }
    guard let current, current == change.record else { return false }
    try takeBack(current)
    _ = try write(
      facts: current.facts, price: change.price, id: current.id, row: current.row, recordedAt: current.recordedAt,
      reports: current.reports)
    return true
  }
}
