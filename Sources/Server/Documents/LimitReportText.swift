import CivilTime
import Ledger
import Pricing
import Service

/// A report of limits as one file for people, in Markdown, with a part for each limit.
struct LimitReportText {
  private let report: LimitReport
  private var zone: Zone { report.zone }

  /// Takes a report about at least one limit.
  init(_ report: LimitReport) { self.report = report }

  /// The file.
  var file: ReportFile {
    let heading = "# Usage on \(zone.date(at: report.time))\n\nWritten at \(report.time.rfc3339(in: zone))."
    let parts = report.limits.map { lines($0).joined(separator: "\n") }
    return ReportFile(name: name + ".md", text: ([heading] + parts).joined(separator: "\n\n") + "\n")
  }

  /// The same for the same limits, windows and steps, so that a report that was written and not noted is replaced.
  private var name: String {
    let rest = report.limits.count == 1 ? "" : "-and-\(report.limits.count - 1)-more"
    return "usage-\(zone.date(at: report.time))-\(report.limits[0].due.fileName)\(rest)"
  }

  private func lines(_ limit: ReportedLimit) -> [String] {
    var lines = ["## \(Markdown.escaped(limit.due.title))", "", figures(of: limit.due.state)]
    if let forecast = limit.forecast {
      lines += ["", Markdown.escaped(InsightSentences.exhaustion(forecast, zone))]
    }
    switch limit.usage {
    case .success(let usage): lines += self.lines(usage)
    case .failure(let error): lines += ["", error.sentence]
    case nil: break
    }
    return lines
  }

  private func figures(of state: LimitState) -> String {
    let metric = state.rule.metric
    let left = max(0, state.rule.limit - state.used)
    let reset = state.resetsAt.map { " It resets at \($0.rfc3339(in: zone))." } ?? ""
    return "\(LimitSentences.amount(state.used, of: metric)) of \(LimitSentences.amount(state.rule.limit, of: metric)) "
      + "\(LimitSentences.span(state.rule)) used, \(LimitSentences.amount(left, of: metric)) left.\(reset)"
  }

  private func lines(_ usage: LimitUsage) -> [String] {
    let (totals, since) = (usage.totals, usage.since.map { " since \($0.rfc3339(in: zone))" } ?? "")
    let headline =
      "\(Grouped.count(totals.requests, "request"))\(since): \(Grouped.count(totals.tokens.input, "token")) in, "
      + "\(Grouped.text(totals.tokens.output)) out, \(Self.cost(totals))."
    return ["", headline] + usage.splits.flatMap(Self.table)
  }

  private static func table(_ split: LimitUsage.Split) -> [String] {
    let rows = split.dearest.map { group in
      let key = group.key[0].isEmpty ? AbsentName.text : Markdown.escaped(group.key[0])
      let totals = group.totals
      return "| \(key) | \(Grouped.text(totals.requests)) | \(Grouped.text(totals.tokens.total)) | \(cost(totals)) |"
    }
    let more = split.left > 0 ? ["", "and \(split.left) more"] : []
    let header = "| \(heading(of: split.dimension)) | Requests | Tokens | Cost |"
    return ["", header, "|---|---:|---:|---:|"] + rows + more
  }

  private static func heading(of dimension: Dimension) -> String {
    switch dimension {
    case .model: "Model"
    case .provider: "Provider"
    case .userID: "User"
    case .sessionID: "Session"
    case .projectID: "Project"
    case .agent: "Agent"
    case .mode: "Mode"
    case .operation: "Operation"
    case .source: "Source"
    }
  }

  private static func cost(_ totals: Totals) -> String {
    totals.isUnpriced ? "no known amount" : "$\(totals.cost.decimal)"
  }
}

extension DueReport {
  /// What it is about, in a line.
  fileprivate var title: String {
    let scope = state.rule.scope == .all ? "" : " of \(state.rule.scope.text)"
    return "\(percent) percent of \(state.rule.id)\(scope) are used"
  }

  /// What it is about, in the characters of any file system; a name that is not whole has its fingerprint too.
  fileprivate var fileName: String {
    let scope = state.rule.scope == .all ? "" : "-\(state.rule.scope.text)"
    let name = state.rule.id + scope
    let plain = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._=-".contains($0)) ? $0 : "_" }.prefix(120)
    let mark = String(plain) == name ? "" : "-\(Fingerprint.text(of: name.utf8))"
    return "\(String(plain))\(mark)-\(percent)-percent"
  }

  private var percent: String {
    let (whole, part) = basisPoints.quotientAndRemainder(dividingBy: 100)
    return part == 0 ? "\(whole)" : "\(whole).\(part)"
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
