import CivilTime
import JSON
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `prices list`: the models and what they cost today.
  static let pricesList = Command(
    name: "prices list", summary: "List the models and what they cost today",
    discussion: """
      Prices are US dollars per million tokens, before any long-context tier, service tier or region. Models that are
      billed by other units show "units"; "prices show MODEL" tells everything about one of them.
      """,
    options: [.provider, .prices, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    var models = try service.prices.allModels()
    if let name = options.provider {
      guard let provider = try service.prices.provider(named: name) else {
        throw CommandFailure.unknownProvider(name, try service.prices.providers)
      }
      models = models.filter { $0.provider == provider.id }
    }
    host.print(
      options.isJSON
        ? JSONWriter.string(.array(models.map { .object(PriceAnswers.line(of: $0, at: host.now())) }))
        : PriceListText(models: models, now: host.now()).text)
    return .success
  }
}

extension CommandFailure {
  /// The failure for a provider that no price file has.
  fileprivate static func unknownProvider(_ name: String, _ known: [String]) -> CommandFailure {
    let hint = Spelling.nearest(to: name, among: known).map { "did you mean \"\($0)\"?" }
    return CommandFailure(
      status: .failure,
      message: "unknown provider \"\(name)\"; \(hint ?? "known are \(known.joined(separator: ", "))")")
  }
}

/// Models and their prices of a day as a table.
struct PriceListText {
  /// The models, in order.
  let models: [Model]
  /// The moment whose prices are shown.
  let now: Instant

  /// The lines.
  var text: String {
    let header = ["provider", "model", "input", "output", "cache read", "cache write", "context", "state"]
    let rows = models.map(row)
    return TerminalText.lines(
      Table(header: header, rows: rows, textColumns: 2).lines + [Grouped.count(Int64(rows.count), "model")])
  }

  private func row(_ model: Model) -> [String] {
    let period = model.period(at: now)
    let meters: [Meter] = [.input, .output, .cacheRead, .cacheWrite]
    var prices = meters.map { period?.price(of: $0)?.usd ?? "" }
    if prices.allSatisfy(\.isEmpty) { prices[0] = period?.isKnown == true ? "units" : "unknown" }
    return [model.provider, model.id] + prices
      + [model.contextWindow.map { Grouped.text($0) } ?? "", model.lifecycle.rawValue]
  }
}
