import CivilTime
package import Ledger

extension LedgerService {
  /// Returns what vendors last said of their allowances, of those that have not begun again since: how much of these is
  /// used nobody has said.
  func vendorWindows() throws(LedgerError) -> [VendorWindow] {
    let now = now()
    return try ledger.vendorWindows().filter { $0.end.map { now < $0 } ?? true }
  }

  /// Keeps what a vendor says of its allowances, where that is news.
  package func keep(_ windows: [VendorWindow]) throws(LedgerError) {
    let known = try ledger.vendorWindows()
    let news = windows.filter { window in
      !known.contains {
        $0.source == window.source && $0.name == window.name && $0.usedBasisPoints == window.usedBasisPoints
          && $0.resetsAt == window.resetsAt
      }
    }
    guard !news.isEmpty else { return }
    try ledger.note(news)
    try ledger.commit()
  }
}

extension VendorWindow {
  /// When it begins again at the latest; nil where nothing is known of that.
  fileprivate var end: Instant? {
    resetsAt ?? minutes.map { Instant(milliseconds: observedAt.milliseconds &+ $0 &* 60_000) }
  }
}
