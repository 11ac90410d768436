import Ledger
import Service

extension Diagnosis {
  /// Whether each account is the sum of its entries; nil where nobody has one.
  var balances: DoctorCheck? {
    guard host.permissions(service.ledger.folder.database) != nil else { return nil }
    do {
      let count = try service.ledger.balances().count
      guard count > 0 else { return nil }
      let wrong = try service.ledger.balancesThatDoNotAddUp()
      return DoctorCheck(
        name: "balances", isGood: wrong.isEmpty,
        finding: wrong.isEmpty
          ? "\(count) accounts, each the sum of its entries"
          : "the entries of \(wrong.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")) do not add up to what is left; restore a backup"
      )
    } catch {
      // The finding about the ledger says why.
      return nil
    }
  }
}
