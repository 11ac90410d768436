import CivilTime
import JSON
import Ledger
import MCP

/// A file of the folder of reports.
package struct ReportFile: Sendable {
  /// Its name without folder.
  package let name: String
  /// What it holds.
  package let text: String
}

/// What was used, as a report for people and one for programs.
struct UsageReportDocument {
  private static let periods = ["today", "this_week", "this_month"]
  private static let dimensions = ["model", "agent", "project_id"]

  private let service: LedgerService
  private let due: DueReport

  init(_ service: LedgerService, _ due: DueReport) {
    self.service = service
    self.due = due
  }

  /// The report in JSON and in Markdown.
  func files() throws -> [ReportFile] {
    let document = try self.document()
    let name = try self.name()
    return [
      ReportFile(name: name + ".json", text: JSONWriter.pretty(.object(document)) + "\n"),
      ReportFile(name: name + ".md", text: ReportMarkdown(document, title: title).text),
    ]
  }

  /// The same for the same limit, window and step, so that a report that was written and not noted is replaced.
  private func name() throws -> String {
    let zone = try service.limitCalendar().zone
    let day = zone.date(at: try service.ledgerTime()).description
    let scope = due.state.rule.scope == .all ? "" : "-\(due.state.rule.scope.text)"
    let limit = (due.state.rule.id + scope).map { $0.isASCII && ($0.isLetter || $0.isNumber || "._=-".contains($0)) ? $0 : "_" }
    return "usage-\(day)-\(String(limit.prefix(120)))-\(percent)-percent"
  }

  private var percent: String {
    let (whole, part) = due.basisPoints.quotientAndRemainder(dividingBy: 100)
    return part == 0 ? "\(whole)" : "\(whole).\(part)"
  }

  private var title: String {
    let scope = due.state.rule.scope == .all ? "" : " of \(due.state.rule.scope.text)"
    return "\(percent) percent of \(due.state.rule.id)\(scope) are used"
  }

  private func document() throws -> JSONObject {
    let zone = try service.limitCalendar().zone
    var document: JSONObject = [
      "written_at": Answer.time(try service.ledgerTime(), zone), "percent": Answer.hundredths(due.basisPoints),
      "limit": Answer.limit(due.state, service.settings.limits, zone, for: service.identity),
    ]
    for period in Self.periods { document.append(period, .object(try usage(period))) }
    return document
  }

  private func usage(_ period: String) throws -> JSONObject {
    var usage = try service.usage(["period": .string(period)])
    for dimension in Self.dimensions {
      let split = try service.usage(["period": .string(period), "group_by": [.string(dimension)], "limit": 10])
      usage["by_\(dimension)"] = split["groups"]
    }
    return usage
  }
}
