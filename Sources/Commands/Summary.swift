import JSON
import MCP
import Server
import Service

extension Command {
  /// `summary`: what was used and spent.
  static let summary = Command(
    name: "summary", summary: "Show what was used and spent in a period",
    discussion:
      "Totals of the period, then a line for each model, or for whatever --group-by names, most expensive first.",
    options: [.period, .since, .until, .timezone, .groupBy, .limit, .currency, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    let answer: JSONObject
    do {
      answer = try service.usage(options.question)
    } catch let failure as any Worded {
      // The ledger is open: what is left to go wrong is the question.
      throw CommandFailure(status: .usage, message: failure.sentence)
    }
    host.print(
      options.isJSON ? JSONWriter.string(.object(answer)) : SummaryText(answer, groupBy: options.groupBy).text
    )
    return .success
  }
}

extension Options {
  /// The question that the options ask of `get_usage`.
  fileprivate var question: JSONObject {
    var question: JSONObject = ["group_by": [.string(groupBy)], "page_size": .number(JSONNumber(Int64(limit)))]
    let given = [
      ("period", period), ("since", since), ("until", until), ("timezone", timezone), ("currency", currency),
    ]
    for (name, value) in given {
      if let value { question.append(name, .string(value)) }
    }
    return question
  }
}

/// The answer of `get_usage` as lines for a terminal.
struct SummaryText {
  private let answer: JSONObject
  private let groupBy: String

  init(_ answer: JSONObject, groupBy: String) {
    self.answer = answer
    self.groupBy = groupBy
  }

  /// The lines.
  var text: String {
    let totals = answer["totals"]?.object ?? JSONObject()
    let groups = answer["groups"]?.array ?? []
    var lines = [period, headline(totals)]
    if let unpriced = totals["cost"]?.object?["by_kind"]?.object?["unpriced"]?.object {
      let verbs = unpriced["requests"] == 1 ? ("has", "is") : ("have", "are")
      lines.append(
        "\(count(unpriced["requests"], "call")) \(verbs.0) no known price and \(verbs.1) not in the amount.")
    }
    if let exchange = answer["exchange"]?.object { lines.append(rate(exchange)) }
    if !groups.isEmpty {
      lines.append("")
      lines +=
        Table(header: [groupBy, "requests", "input", "output", "cost (\(currency))"], rows: groups.map(row)).lines
    }
    if answer["next_cursor"] != nil { lines.append("There are more; show them with a larger --limit.") }
    return lines.joined(separator: "\n")
  }

  private var period: String {
    let period = answer["period"]?.object ?? JSONObject()
    let since = period["since"]?.string ?? "the beginning"
    let until = period["until"]?.string ?? "now"
    return "\(since) to \(until) (\(period["timezone"]?.string ?? "UTC"))"
  }

  private func headline(_ totals: JSONObject) -> String {
    let tokens = totals["tokens"]?.object ?? JSONObject()
    return """
      \(count(totals["requests"], "request")) in \(count(totals["sessions"], "session")), \
      \(count(tokens["input"], "token")) in, \(number(tokens["output"])) out, \(bill(totals))
      """
  }

  private func bill(_ totals: JSONObject) -> String {
    totals["cost"]?.object?["amount"] == nil ? "no amount known" : "\(cost(totals)) \(currency)"
  }

  private var currency: String {
    answer["currency"]?.string ?? "USD"
  }

  private func rate(_ exchange: JSONObject) -> String {
    "1 USD is \(exchange["rate"]?.number?.lexeme ?? "") \(currency), the rate of \(exchange["date"]?.string ?? "")."
  }

  private func row(_ group: JSONValue) -> [String] {
    let group = group.object ?? JSONObject()
    let tokens = group["tokens"]?.object ?? JSONObject()
    let key = group["key"]?.object?[groupBy]?.string ?? ""
    return [
      key, number(group["requests"]), number(tokens["input"]),
      number(tokens["output"]),
      cost(group),
    ]
  }

  private func cost(_ object: JSONObject) -> String {
    object["cost"]?.object?["amount"]?.number?.lexeme ?? "unpriced"
  }

  private func count(_ value: JSONValue?, _ noun: String) -> String {
    Grouped.count(value?.number?.int64 ?? 0, noun)
  }

  private func number(_ value: JSONValue?) -> String {
    Grouped.text(value?.number?.int64 ?? 0)
  }
}
