import Ledger
package import Pricing

/// What a repricing has changed, or would change.
package struct RepricingReport: Sendable {
  /// Whether the new prices were entered.
  package let isApplied: Bool
  /// What changes in all.
  package private(set) var whole = Difference()
  private var differences: [String: Difference] = [:]

  init(isApplied: Bool) { self.isApplied = isApplied }

  /// What changes for each model, by name.
  package var models: [(name: String, difference: Difference)] {
    differences.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  mutating func add(_ changes: [PriceChange]) {
    for change in changes {
      whole.add(change)
      differences[change.record.facts.model, default: Difference()].add(change)
    }
  }
}

extension RepricingReport {
  /// What new prices of records do to their totals.
  package struct Difference: Sendable {
    /// How many records get another price.
    package private(set) var records: Int64 = 0
    /// How many of them had no price.
    package private(set) var unpricedBefore: Int64 = 0
    /// How many of them have none now.
    package private(set) var unpricedAfter: Int64 = 0
    /// What they cost before.
    package private(set) var before = Money.zero
    /// What they cost now.
    package private(set) var after = Money.zero

    /// By how much they cost more.
    package var amount: Money { after - before }

    fileprivate mutating func add(_ change: PriceChange) {
      records += 1
      if let cost = change.before { before += cost } else { unpricedBefore += 1 }
      if let cost = change.after { after += cost } else { unpricedAfter += 1 }
    }
  }
}
