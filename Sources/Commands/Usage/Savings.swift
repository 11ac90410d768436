import Insight
import JSON
import Pricing
import Server
import Service

extension Command {
  /// `savings`: what could be had for less.
  static let savings = Command(
    name: "savings", summary: "Show what could have been had for less, with what that rests on",
    discussion: "Looks for dearer models than the work needs, caches that do not pay, loops and growing prompts.",
    options: CommandOption.usage + [.shownCurrency, .ingest, .json]
  ) { options, host in
    try ToolRun.usage(options, host, defaults: ["include": ["suggestions"]]) { usage, _ in
      let (figures, suggestions) = (usage.figures, usage.report.suggestions ?? [])
      guard !suggestions.isEmpty else { return ["Nothing was found to save on in this period."] }
      return suggestions.flatMap { suggestion in
        let words = suggestion.words
        return [
          "\(figures.amount(suggestion.saving)) \(figures.currency.code)  \(words.message)", "  \(words.assumption)",
        ]
      }
    }
  }

  /// `anomalies`: what is unusual.
  static let anomalies = Command(
    name: "anomalies", summary: "Show what is unusual in the newest hours",
    discussion: "Compares the last 24 hours with the eight weeks before: spending, tokens, loops, dearer models.",
    options: CommandOption.filters + [.ingest, .json]
  ) { options, host in
    try ToolRun.usage(options, host, defaults: ["include": ["anomalies"]]) { usage, _ in
      let anomalies = usage.report.anomalies ?? []
      guard !anomalies.isEmpty else { return ["Nothing is unusual in the newest hours."] }
      return anomalies.map { "\($0.severity.rawValue)  \(LedgerService.sentence(of: $0))" }
    }
  }
}
