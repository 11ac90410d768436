import JSON

/// A report as Markdown for people.
struct ReportMarkdown {
  private static let headings = [("today", "Today"), ("this_week", "This week"), ("this_month", "This month")]
  private static let tables = [("model", "Model"), ("agent", "Agent"), ("project_id", "Project")]

  private let document: JSONObject
  private let title: String

  init(_ document: JSONObject, title: String) {
    self.document = document
    self.title = title
  }

  /// The whole text.
  var text: String {
    var lines = ["# \(Self.escaped(title))", "", "Written at \(document["written_at"]?.string ?? "")."]
    for (key, heading) in Self.headings {
      guard let usage = document[key]?.object else { continue }
      lines += ["", "## \(heading)", "", totals(usage)]
      for (dimension, name) in Self.tables { lines += table(usage["by_\(dimension)"]?.array ?? [], dimension, name) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func totals(_ usage: JSONObject) -> String {
    let totals = usage["totals"]?.object ?? JSONObject()
    let tokens = totals["tokens"]?.object ?? JSONObject()
    return """
      \(number(totals["requests"])) requests, \(number(tokens["input"])) tokens in, \(number(tokens["output"])) out, \
      \(cost(totals)).
      """
  }

  private func table(_ groups: [JSONValue], _ dimension: String, _ name: String) -> [String] {
    let rows = groups.compactMap(\.object)
    // A split in which nothing is named tells nothing.
    guard rows.contains(where: { $0["key"]?.object?[dimension]?.string != Arguments.absent }) else { return [] }
    return ["", "| \(name) | Requests | Cost |", "|---|---:|---:|"]
      + rows.map { row in
        let key = row["key"]?.object?[dimension]?.string ?? ""
        return "| \(Self.escaped(key)) | \(number(row["requests"])) | \(cost(row)) |"
      }
  }

  private func cost(_ object: JSONObject) -> String {
    object["cost"]?.object?["amount"]?.number.map { "$\($0.lexeme)" } ?? "no known amount"
  }

  private func number(_ value: JSONValue?) -> String { Grouped.text(value?.number?.int64 ?? 0) }

  /// Names come from clients and may hold anything: neither markup nor the end of a line gets through.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: escaped += " "
      case "\\", "|", "`", "*", "_", "<", ">", "[", "]", "#": escaped += "\\" + String(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
