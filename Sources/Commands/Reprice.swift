import JSON
import Ledger
import Logging
import MCP
import Server
import Service

extension Command {
  /// `reprice`: recomputes prices that were missing or have been corrected.
  static let reprice = Command(
    name: "reprice", summary: "Recompute prices that were missing or have been corrected",
    discussion: """
      Records keep their prices until you run this. Each is priced as on the day of its call, by the prices that hold
      now; what the provider itself billed stays. The fallback model and the price folder are settings of the ledger
      ("settings list"). --prices may name others for a dry run. Without --dry-run it is refused if the ledger has
      others, and a ledger that has none takes PATH as its own, for all who use it. Other programs can record
      meanwhile. If it was stopped, run it again for the rest. Without --since and --until it looks at every record.
      """,
    options: [.prices, .since, .until, .timezone, .dryRun, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, entersPrices: !options.isDryRun)
    try ServiceBuilder.open(service.ledger)
    if !options.isDryRun { try refuseOtherPrices(options, service) }
    if service.ledger.adopted.contains(.prices), let path = service.setting(.prices) {
      host.note("\(Product.name): \(SettingSentences.adoptedPrices(path))")
    }
    var period = JSONObject()
    for (name, value) in [("since", options.since), ("until", options.until)] {
      if let value { period.append(name, .string(value)) }
    }
    if let zone = options.timezone, !period.isEmpty { period.append("timezone", .string(zone)) }
    let answer: JSONObject
    do {
      answer = try Repricing(service).run(period, applies: !options.isDryRun)
    } catch let failure as any Worded {
      throw CommandFailure(status: .failure, message: failure.sentence)
    }
    if !options.isDryRun { service.log.write(.info, "reprice", ["records": answer["records"] ?? 0]) }
    host.print(options.isJSON ? JSONWriter.string(.object(answer)) : RepriceText(answer).text)
    return .success
  }

  /// Prices of this run alone would be undone by the next one.
  private static func refuseOtherPrices(_ options: Options, _ service: LedgerService) throws {
    guard options.prices != nil, let conflict = service.settingConflict(.prices)
    else { return }
    throw CommandFailure(status: .failure, message: SettingSentences.message(conflict, source: "--prices"))
  }
}

/// What a repricing has changed, as lines for a terminal.
struct RepriceText {
  private let answer: JSONObject

  init(_ answer: JSONObject) { self.answer = answer }

  /// The lines.
  var text: String {
    let records = answer["records"]?.number?.int64 ?? 0
    guard records > 0 else { return "Every record has the price that holds now." }
    let done = records == 1 ? "was given" : "were given"
    let verb = answer["applied"]?.bool == true ? done : "would get"
    let models = (answer["models"]?.array ?? []).compactMap(\.object)
    let header = ["model", "records", "before (USD)", "after (USD)", "difference", "unpriced before", "after"]
    return
      (["\(Grouped.count(records, "record")) \(verb) another price.", ""]
      + Table(header: header, rows: models.map(row) + [["all"] + figures(answer)]).lines).joined(separator: "\n")
  }

  private func row(_ model: JSONObject) -> [String] { [model["model"]?.string ?? ""] + figures(model) }

  private func figures(_ object: JSONObject) -> [String] {
    ["records", "before", "after", "difference", "unpriced_before", "unpriced_after"].map {
      object[$0]?.number?.lexeme ?? "0"
    }
  }
}
