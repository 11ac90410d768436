import JSON
import Ledger
import Logging
import Pricing
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
    let report = try Repricing(service).run(try period(options, service), applies: !options.isDryRun)
    if !options.isDryRun {
      service.log.write(.info, "reprice", ["records": .number(JSONNumber(report.whole.records))])
    }
    host.print(options.isJSON ? JSONWriter.string(.object(report.document)) : RepriceText(report).text)
    return .success
  }

  /// The period that the options name; without dates all time.
  private static func period(_ options: Options, _ service: LedgerService) throws -> Period {
    guard options.since != nil || options.until != nil else { return .all }
    return try PeriodArguments(
      name: nil, since: options.since, until: options.until, timezone: options.timezone, service: service
    ).period
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
  private let report: RepricingReport

  init(_ report: RepricingReport) { self.report = report }

  /// The lines.
  var text: String {
    let records = report.whole.records
    guard records > 0 else { return "Every record has the price that holds now." }
    let done = records == 1 ? "was given" : "were given"
    let verb = report.isApplied ? done : "would get"
    let header = ["model", "records", "before (USD)", "after (USD)", "difference", "unpriced before", "after"]
    let rows = report.models.map { [$0.name] + figures($0.difference) } + [["all"] + figures(report.whole)]
    return
      TerminalText.lines(
        ["\(Grouped.count(records, "record")) \(verb) another price.", ""] + Table(header: header, rows: rows).lines)
  }

  private func figures(_ difference: RepricingReport.Difference) -> [String] {
    [
      String(difference.records), difference.before.decimal, difference.after.decimal, difference.amount.decimal,
      String(difference.unpricedBefore), String(difference.unpricedAfter),
    ]
  }
}
