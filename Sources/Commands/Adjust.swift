import CivilTime
import JSON
import Ledger
import Logging
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
    options: CommandOption.adjustedFigures + [.reason.required(unless: .list), .list, .json], operandNames: ["RECORD"],
    requiredOperands: 1
  ) { options, host in
    let isQuestion = options.isList
    guard isQuestion == (options.figures.isEmpty && options.reason == nil) else { throw missing(isQuestion) }
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    let adjusting = Adjusting(service)
    let zone = service.defaultZone
    guard !isQuestion else {
      let record = try adjusting.record(options.operands[0])
      host.print(
        options.isJSON
          ? JSONWriter.string(.object(AdjustmentDocument.object(record, zone))) : AdjustText(record, zone).text)
      return .success
    }
    let receipt = try adjusting.adjust(options.operands[0], options.figures, reason: try reason(options))
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(AdjustmentDocument.object(receipt, zone))) : AdjustText(receipt, zone).text)
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
      do throws(AdjustingError) {
        options.figures[figure] = try Adjusting.value(value, of: figure)
      } catch {
        throw CommandFailure(status: .usage, message: error.sentence)
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
  private let adjusted: AdjustedRecord
  private let zone: Zone
  private let isNews: Bool

  /// The lines of a record that was asked for.
  init(_ adjusted: AdjustedRecord, _ zone: Zone) {
    self.adjusted = adjusted
    self.zone = zone
    isNews = true
  }

  /// The lines of a record that was to be corrected.
  init(_ receipt: AdjustmentReceipt, _ zone: Zone) {
    adjusted = receipt.record
    self.zone = zone
    isNews = receipt.isEntered
  }

  /// The lines.
  var text: String {
    var lines = [title]
    if !isNews { lines.append("Its figures are so already; nothing was entered.") }
    if adjusted.adjustments.isEmpty { lines.append("It was never corrected.") }
    for entry in adjusted.adjustments { lines += [heading(entry)] + entry.changes.map(change) }
    return TerminalText.lines(lines)
  }

  private var title: String {
    guard let record = adjusted.record else { return adjusted.id.description }
    return "\(record.id)  \(record.facts.timestamp.rfc3339(in: zone))  \(record.facts.model)"
  }

  private func heading(_ entry: Adjustment) -> String {
    "\(entry.enteredAt.rfc3339(in: zone))  \(entry.enteredBy): \(entry.reason)"
  }

  private func change(_ change: Adjustment.Change) -> String {
    let figure = change.figure
    return "  \(figure.name): \(figure.decimal(of: change.before)) -> \(figure.decimal(of: change.after))"
  }
}
