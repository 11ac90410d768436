import CivilTime
package import Pricing

/// What is in a user's account, as a planned call finds it.
package struct AccountState: Sendable, Hashable {
  /// Whether an account covers a plan.
  package enum Verdict: Sendable, Hashable {
    case covered
    /// Nobody knows the price of the plan.
    case unpriced
    case notCovered
  }

  /// The account.
  package var balance: Balance
  /// What open reservations hold of it, those that end first before others.
  package var held: [ReservedTotals]

  /// What open reservations hold of it together.
  package var reserved: Money { held.reduce(.zero) { $0 + $1.cost } }

  /// Decides on `plan`: whether it is covered by what is left and not reserved.
  ///
  /// What costs nothing is always covered; without a known amount anything above zero is enough.
  package func verdict(on plan: PlannedUse) -> Verdict {
    if plan.tokens != nil, plan.cost == .unpriced { return .unpriced }
    return covers(plan, with: balance.remaining - reserved) ? .covered : .notCovered
  }

  /// Returns when reservations that end will have made room for `plan`, or nil when waiting cannot help.
  func whenCovered(_ plan: PlannedUse, now: Instant) -> Instant? {
    var free = balance.remaining - reserved
    if covers(plan, with: free) { return now }
    for holding in held {
      free += holding.cost
      if covers(plan, with: free) { return holding.until }
    }
    return nil
  }

  private func covers(_ plan: PlannedUse, with free: Money) -> Bool {
    guard let cost = plan.wholeCost else { return free > .zero }
    return cost.isZero || cost <= free
  }
}

extension PlannedUse {
  /// What all planned calls cost together; nil where that is not known.
  package var wholeCost: Money? {
    guard tokens != nil, case .amount(let amount) = cost else { return nil }
    return amount * calls
  }
}

extension Ledger {
  /// Returns what is in a user's account at the ledger's time, or nil for a user without one.
  package func accountState(ofUser user: String) throws(LedgerError) -> AccountState? {
    // A call that is recorded and lets go of its reservation must be seen with both or with neither.
    try consistently { () throws(LedgerError) in
      guard let balance = try balance(ofUser: user) else { return nil }
      return AccountState(balance: balance, held: try reserved(.one(.user, user)))
    }
  }
}
