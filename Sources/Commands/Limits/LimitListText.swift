import JSON
import Server
import Service

/// Limits as a table for a terminal.
struct LimitListText {
  /// What the service says of each.
  let limits: [JSONValue]

  /// The lines.
  var text: String {
    guard !limits.isEmpty else {
      return "No limits are set. \"\(Product.name) limits set --help\" says how to set one."
    }
    let header = ["id", "for", "counts", "action", "limit", "used", "percent", "level", "resets"]
    return Table(header: header, rows: limits.compactMap(\.object).flatMap(rows), textColumns: 4).lines
      .joined(separator: "\n")
  }

  private func rows(_ limit: JSONObject) -> [[String]] {
    let states = (limit["states"]?.array ?? []).compactMap(\.object)
    guard !states.isEmpty else { return [row(limit, JSONObject())] }
    return states.map { row(limit, $0) }
  }

  private func row(_ limit: JSONObject, _ state: JSONObject) -> [String] {
    let window = text(limit["window"])
    let span = window == "total" ? "in total" : "per " + window
    return [
      text(limit["id"]), text(state["scope"] ?? limit["scope"]), "\(text(limit["metric"])) \(span)",
      text(limit["action"]), figure(limit["limit"], limit), figure(state["used"], limit),
      text(state["percent"]), text(state["level"]), text(state["resets_at"]),
    ]
  }

  private func figure(_ value: JSONValue?, _ limit: JSONObject) -> String {
    guard let number = value?.number else { return "" }
    return limit["metric"]?.string == "cost" ? "$" + number.lexeme : number.int64.map(Grouped.text) ?? number.lexeme
  }

  private func text(_ value: JSONValue?) -> String { value?.string ?? value?.number?.lexeme ?? "" }
}
