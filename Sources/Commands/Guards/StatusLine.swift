import Ledger
import Pricing
import Server
import Service

/// The status line.
struct StatusLine {
  let status: HostStatus
  let service: LedgerService

  /// The line.
  var text: String {
    get throws {
      var parts = [status.model ?? "unknown model"]
      if let session = status.session { parts.append("session \(try cost(.all, session))") }
      parts.append("today \(try cost(.today, nil))")
      for window in status.windows {
        let length = window.minutes == 300 ? "5 h" : "7 days"
        parts.append("\(length) \(Grouped.fraction(window.usedBasisPoints, places: 2)) %")
      }
      return parts.joined(separator: " | ")
    }
  }

  private func cost(_ period: PeriodName, _ session: String?) throws -> String {
    var question = UsageQuestion()
    question.period = .named(period)
    question.filter.texts[.sessionID] = session
    let totals = try service.usage(question).totals
    let unpriced = totals.byKind[.unpriced]?.requests ?? 0
    guard !totals.all.isUnpriced else { return "unpriced" }
    return "$\(ShortMoney.text(totals.all.cost.decimal))" + (unpriced > 0 ? " and \(unpriced) unpriced" : "")
  }
}
