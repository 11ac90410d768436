import JSON
import Ledger
import MCP
import Server
import Service

extension Command {
  /// `adjust`: corrects what a record counts.
  static let adjust = Command(
    name: "adjust", summary: "Correct what a record counts, by an entry with a reason",
    discussion: """
      RECORD is the id that answers show, or at least its first 6 digits. The record itself never changes: an entry
      says who corrected what, when and why. Totals, limits and balances count the corrected figures at the time of
      the record. A corrected figure holds whatever is reported or repriced later, until it is corrected again.
      Figures that are not given stay, and so does the cost if only tokens are corrected.
      """,
    options: CommandOption.adjustedFigures + [.reason, .list, .json], operandNames: ["RECORD"], requiredOperands: 1
  ) { options, host in
    let isQuestion = options.isList
    guard isQuestion == (options.figures.isEmpty && options.reason == nil) else { throw missing(isQuestion) }
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    do {
      let answer =
        isQuestion
        ? try Adjusting(service).list(options.operands[0])
        : try Adjusting(service).adjust(options.operands[0], options.figures, reason: try reason(options))
      host.print(options.isJSON ? JSONWriter.string(.object(answer)) : AdjustText(answer).text)
    } catch let failure as any Worded {
      throw CommandFailure(status: .failure, message: failure.sentence)
    }
    return .success
  }

  private static func missing(_ isQuestion: Bool) -> CommandFailure {
    CommandFailure(
      status: .usage,
      message: isQuestion
        ? "--list shows corrections and takes no figures"
        : "give the figures that are right, such as --cost-usd 1.25, and --reason")
  }

  private static func reason(_ options: Options) throws -> String {
    guard let reason = options.reason, !options.figures.isEmpty else { throw missing(false) }
    return reason
  }
}

extension CommandOption {
  /// One option for each figure that can be corrected.
  static let adjustedFigures = AdjustedFigure.allCases.map { figure in
    let name = "--" + figure.name.replacingUnderscores
    return CommandOption(name, figure == .cost ? "AMOUNT" : "COUNT", summary(of: figure)) { value, options in
      do {
        options.figures[figure] = try Adjusting.value(value, of: figure)
      } catch let failure as any Worded {
        throw CommandFailure(status: .usage, message: failure.sentence)
      }
    }
  }
  static let reason = CommandOption("--reason", "TEXT", "Why it is corrected") { value, options in
    guard value.count <= 200, !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw CommandFailure(status: .usage, message: "--reason takes one line of at most 200 characters")
    }
    options.reason = value
  }
  static let list = CommandOption("--list", nil, "Show the record and its corrections, and change nothing") {
    _, options in options.isList = true
  }

  private static func summary(of figure: AdjustedFigure) -> String {
    switch figure {
    case .input: "All prompt tokens, cached ones included"
    case .output: "All output tokens, reasoning included"
    case .cacheRead: "Prompt tokens read from a cache"
    case .cacheWrite: "Prompt tokens written to a cache, of any lifetime"
    case .cacheWrite1h: "Those of them that live an hour"
    case .reasoning: "Output tokens that are reasoning"
    case .cost: "What the call cost, in US dollars"
    }
  }
}

extension String {
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}

/// A record and its corrections, as lines for a terminal.
struct AdjustText {
  private let answer: JSONObject

  init(_ answer: JSONObject) { self.answer = answer }

  /// The lines.
  var text: String {
    let title = [answer["id"]?.string, answer["timestamp"]?.string, answer["model"]?.string]
    var lines = [title.compactMap(\.self).joined(separator: "  ")]
    if answer["adjusted"]?.bool == false { lines.append("Its figures are so already; nothing was entered.") }
    let adjustments = (answer["adjustments"]?.array ?? []).compactMap(\.object)
    if adjustments.isEmpty { lines.append("It was never corrected.") }
    for entry in adjustments { lines += [heading(entry)] + changes(entry) }
    return lines.joined(separator: "\n")
  }

  private func heading(_ entry: JSONObject) -> String {
    "\(entry["at"]?.string ?? "")  \(entry["by"]?.string ?? ""): \(entry["reason"]?.string ?? "")"
  }

  private func changes(_ entry: JSONObject) -> [String] {
    (entry["changes"]?.object ?? [:]).map { name, change in
      "  \(name): \(change.object?["from"]?.number?.lexeme ?? "") -> \(change.object?["to"]?.number?.lexeme ?? "")"
    }
  }
}
