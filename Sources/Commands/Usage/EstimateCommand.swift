import JSON
import Ledger
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `estimate`: what a call will cost.
  static let estimate = Command(
    name: "estimate", summary: "Show what a call will cost before it is made",
    discussion: """
      The prompt is given by --input-tokens or as text: FILE, or - for standard input, is counted and not kept. Without
      --output-tokens the answer is taken to be as long as those of earlier calls.
      """,
    options: [.calledModel.required()] + CommandOption.callDetails + CommandOption.caller + [
      .calls, .shownCurrency, .json,
    ], operandNames: ["FILE"]
  ) { options, host in
    try ToolRun.run(options, host, defaults: try PromptFile.words(options, host)) { words, _ in
      let (estimate, json) = try words.estimate()
      return options.isJSON ? JSONWriter.string(.object(json())) : EstimateText(estimate).text
    }
  }
}

/// The prompt that an operand names.
enum PromptFile {
  /// Returns the text as the argument of a tool; nothing without an operand.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read or is no text.
  static func words(_ options: Options, _ host: Host) throws -> JSONObject {
    guard let bytes = try bytes(options, host) else { return [:] }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(status: .badData, message: "\(options.operands[0]) is no text in UTF-8")
    }
    return ["text": .string(text)]
  }

  /// Returns what the file that is named, or standard input, holds; nil without an operand.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read.
  static func bytes(_ options: Options, _ host: Host) throws -> [UInt8]? {
    guard let name = options.operands.first else { return nil }
    guard let bytes = name == "-" ? host.readInput() : host.readFile(name) else {
      throw CommandFailure(
        status: .usage,
        message: name == "-"
          ? "standard input is a terminal or cannot be read; give a file, or send text through a pipe"
          : "\(name) cannot be read; check its path and permissions")
    }
    return bytes
  }
}

/// What calls will cost, as lines for a terminal.
struct EstimateText {
  private let estimate: CostEstimate

  init(_ estimate: CostEstimate) { self.estimate = estimate }

  /// The lines.
  var text: String {
    TerminalText.lines([headline] + [tokens("in", estimate.call.input), tokens("out", estimate.call.output)] + rest)
  }

  private var headline: String {
    let applied = estimate.quote.applied
    let model =
      applied.provider.isEmpty ? estimate.call.facts.model : "\(estimate.call.facts.model) (\(applied.provider))"
    let calls = estimate.calls == 1 ? "" : ", \(Grouped.count(estimate.calls, "call"))"
    guard let cost = applied.cost else { return "\(model)\(calls): no price is known" }
    return "\(model)\(calls): \(amount(cost)) \(estimate.currency.code)\(range)"
  }

  private var range: String {
    guard let low = estimate.low.map(amount), let high = estimate.high.map(amount), low != high else { return "" }
    return ", from \(low) to \(high)"
  }

  private func tokens(_ way: String, _ count: EstimatedCount) -> String {
    let range = count.low == count.high ? "" : ", \(Grouped.text(count.low)) to \(Grouped.text(count.high))"
    return "\(Grouped.count(count.count, "token")) \(way)\(range)"
  }

  private var rest: [String] {
    var lines: [String] = []
    if case .checked(let verdict) = estimate.limit {
      lines.append("\(verdict.decision.verdict.rawValue): \(verdict.reason)")
    }
    return lines + estimate.warnings.map(\.sentence)
  }

  private func amount(_ one: Money) -> String {
    ShortMoney.text(estimate.currency.decimal(of: one * estimate.calls), in: estimate.currency.code)
  }
}
