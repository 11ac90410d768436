import CivilTime
import JSON
import Logging
import MCP
import Pricing
import Server
import Service

extension Command {
  /// `prices show`: everything about the price of a model.
  static let pricesShow = Command(
    name: "prices show", summary: "Show the history of a model's price, and all its conditions",
    discussion: """
      MODEL is a name as in a record: any spelling that resolves, with or without a provider before it. Token prices are
      US dollars per million. Later lines of a period are laid over those above when their condition holds.
      """,
    options: [.provider, .prices, .json], operandNames: ["MODEL"], requiredOperands: 1
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    let name = options.operands[0]
    let model = try pricedModel(name, options, service)
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(PriceAnswers.everything(about: model, at: host.now())))
        : ModelPriceText(model: model, now: host.now()).text)
    return .success
  }
}

/// Returns the model that a name means, or fails with models that may be meant.
private func pricedModel(_ name: String, _ options: Options, _ service: LedgerService) throws -> Model {
  do {
    if let model = try service.model(named: name, provider: options.provider, as: .other("MODEL")) { return model }
  } catch let failure as any Worded {
    throw CommandFailure(status: .failure, message: failure.sentence)
  }
  let nearest = try service.prices.nearestNames(to: name, limit: 3)
  let hint = nearest.isEmpty ? "" : "; near are " + nearest.joined(separator: ", ")
  throw CommandFailure(status: .failure, message: "no model is called \"\(name)\"\(hint)")
}

/// All prices of a model as lines for a terminal.
struct ModelPriceText {
  /// The model.
  let model: Model
  /// The moment by which its prices are past, present or to come.
  let now: Instant

  /// The lines.
  var text: String {
    TerminalText.lines(head + model.prices.reversed().flatMap { [""] + lines($0) })
  }

  private var head: [String] {
    var facts = [model.kind.rawValue, model.lifecycle.rawValue]
    if let date = model.retiresOn { facts.append("ends \(date)") }
    if let window = model.contextWindow { facts.append("context \(Grouped.text(window))") }
    if let most = model.maxOutputTokens { facts.append("output at most \(Grouped.text(most))") }
    var lines = ["\(model.provider)/\(model.id)  \(model.name)", facts.joined(separator: ", ")]
    if !model.aliases.isEmpty { lines.append("also called " + model.aliases.joined(separator: ", ")) }
    lines.append("seen \(model.lastVerified)")
    if let notes = model.notes { lines.append(notes) }
    return lines
  }

  private func lines(_ period: PricePeriod) -> [String] {
    let state = period.contains(now) ? "  (now)" : ""
    let time =
      "from \(period.effectiveFrom ?? "the beginning") until \(period.effectiveUntil ?? "further notice")"
    guard period.isKnown else { return [time + state, "  price not known"] }
    var rows = period.prices.map { ["", $0.meter.name, Self.text($0.price)] }
    for override in period.overrides {
      rows += override.prices.map { [override.label, $0.meter.name, Self.text($0.price)] }
    }
    rows += period.factors.map { [$0.label, "all tokens", "times \($0.factor)"] }
    return [time + state]
      + Table(header: ["when", "what", "USD"], rows: rows, textColumns: 3).lines.map { "  " + $0.trimmedEnd }
  }

  /// The price and what it buys.
  static func text(_ price: UnitPrice) -> String {
    switch price {
    case .perMillion(let usd): usd + " per million"
    case .each(let usd, 1): usd + " each"
    case .each(let usd, let per): "\(usd) for \(Grouped.text(per))"
    }
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmedEnd: Substring {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}
