import CivilTime
import Ledger
import Pricing
import Service

/// What one look of the monitor found of limits: one file for people, in Markdown, with a part for each limit.
struct UsageReport {
  private let service: LedgerService
  private let dues: [DueReport]
  private let calendar: LedgerCalendar
  private let now: Instant

  /// - Parameter dues: The limits that the report is about; at least one.
  init(_ service: LedgerService, _ dues: [DueReport]) throws {
    self.service = service
    self.dues = dues
    calendar = try service.limitCalendar()
    now = try service.ledgerTime()
  }

  /// The report.
  func file() throws -> ReportFile {
    let parts = try dues.map { try LimitReport(service, $0, calendar, now).lines.joined(separator: "\n") }
    let heading = "# Usage on \(calendar.zone.date(at: now))\n\nWritten at \(now.rfc3339(in: calendar.zone))."
    return ReportFile(name: name + ".md", text: ([heading] + parts).joined(separator: "\n\n") + "\n")
  }

  /// The same for the same limits, windows and steps, so that a report that was written and not noted is replaced.
  private var name: String {
    let rest = dues.count == 1 ? "" : "-and-\(dues.count - 1)-more"
    return "usage-\(calendar.zone.date(at: now))-\(dues[0].fileName)\(rest)"
  }
}

/// The part of a report that is about one limit: its own figures, whom they are of, and whether it will hold.
private struct LimitReport {
  /// The splits of what a limit counts, and their headings.
  private static let splits: [(Dimension, String)] = [
    (.userID, "User"), (.model, "Model"), (.agent, "Agent"), (.projectID, "Project"),
  ]
  /// How many of a split are shown.
  private static let most = 10

  private let service: LedgerService
  private let due: DueReport
  private let calendar: LedgerCalendar
  private let now: Instant

  init(_ service: LedgerService, _ due: DueReport, _ calendar: LedgerCalendar, _ now: Instant) throws {
    (self.service, self.due, self.calendar, self.now) = (service, due, calendar, now)
  }

  var lines: [String] {
    get throws {
      var lines = ["## \(Markdown.escaped(due.title))", "", figures]
      guard let filter = UsageFilter(of: due.state.rule.scope) else { return lines }
      if let forecast = try LimitForecasts.sentence(of: due.state, service, filter, calendar, now) {
        lines += ["", Markdown.escaped(forecast)]
      }
      do {
        lines += try usage(filter)
      } catch let error as LedgerError {
        // Of archived records not everything is told; the limit's figures hold all the same.
        lines += ["", LedgerSentences.message(error)]
      }
      return lines
    }
  }

  private var figures: String {
    let (state, metric) = (due.state, due.state.rule.metric)
    let left = max(0, state.rule.limit - state.used)
    let reset = state.resetsAt.map { " It resets at \($0.rfc3339(in: calendar.zone))." } ?? ""
    return "\(LimitSentences.amount(state.used, of: metric)) of \(LimitSentences.amount(state.rule.limit, of: metric)) "
      + "\(LimitSentences.span(state.rule)) used, \(LimitSentences.amount(left, of: metric)) left.\(reset)"
  }

  private func usage(_ filter: UsageFilter) throws -> [String] {
    let period = due.period(calendar, now)
    let totals = try service.ledger.totals(of: period, filter: filter).all
    let since = period.since.map { " since \($0.rfc3339(in: calendar.zone))" } ?? ""
    var lines = [
      "",
      "\(Grouped.count(totals.requests, "request"))\(since): \(Grouped.count(totals.tokens.input, "token")) in, "
        + "\(Grouped.text(totals.tokens.output)) out, \(Self.cost(totals)).",
    ]
    for (dimension, name) in Self.splits {
      let groups = try service.ledger.groups(
        of: period, filter: filter, by: [.dimension(dimension)], calendar: calendar)
      lines += Self.table(groups, name)
    }
    return lines
  }

  private static func table(_ groups: [UsageGroup], _ name: String) -> [String] {
    // A split in which nothing is named tells nothing.
    guard groups.contains(where: { $0.key[0] != "" }) else { return [] }
    let dearest = UsageOrder.cost.sorted(groups).prefix(most)
    let rows = dearest.map { group in
      let key = group.key[0].isEmpty ? "(none)" : Markdown.escaped(group.key[0])
      let totals = group.totals
      return "| \(key) | \(Grouped.text(totals.requests)) | \(Grouped.text(totals.tokens.total)) | \(cost(totals)) |"
    }
    let more = groups.count > most ? ["", "and \(groups.count - most) more"] : []
    return ["", "| \(name) | Requests | Tokens | Cost |", "|---|---:|---:|---:|"] + rows + more
  }

  private static func cost(_ totals: Totals) -> String {
    totals.isUnpriced ? "no known amount" : "$\(totals.cost.decimal)"
  }
}

/// Text in Markdown.
enum Markdown {
  /// Returns the text so that it is shown as it is, in one line.
  ///
  /// Names come from clients and may hold anything: neither markup nor the end of a line gets through.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: escaped += " "
      case "\\", "|", "`", "*", "_", "<", ">", "[", "]", "#": escaped += "\\" + String(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
