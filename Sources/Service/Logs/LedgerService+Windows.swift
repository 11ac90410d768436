package import Ledger

extension LedgerService {
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
