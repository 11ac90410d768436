import CivilTime
import Ledger
import Pricing

/// What the reader of a comparison should know, in words.
enum ComparisonSentences {
  /// Why the counts of a text differ from model to model.
  static let ownVocabularies =
    "The tokens of `text` are counted for each model's own vocabulary, by estimate where it is not at hand; `workload` shows those of o200k_base (GPT-4o and later)."

  /// What a recorded workload is priced by.
  static let recorded =
    "The recorded calls are priced at today's prices with the cache, service tiers and prompt lengths they had; token counts are those recorded, and other models cut the same text into more or fewer tokens."

  /// What savings are shown against where no model is named.
  static let recordedBaseline = "Savings are against what the records say was spent; name a `baseline` to compare with a model."

  /// Arguments that narrow a search stand beside names.
  static func narrowing(_ arguments: [String]) -> String {
    "All of `models` were compared; \(quoted(arguments)) narrows a search only, so leave out `models` to have it applied."
  }

  /// Counts stand beside a recorded workload.
  static func counts(_ arguments: [String]) -> String {
    "`based_on` takes the workload from the records. Leave out \(quoted(arguments)), or leave out `based_on`."
  }

  /// Nothing was recorded in the period.
  static func empty(_ name: String) -> String {
    "Argument `based_on`: no calls are recorded for \"\(name)\". Give a longer period, such as all, or counts instead."
  }

  /// Some calls have no amount, so that there is nothing to compare with.
  static func unpriced(_ calls: Int64) -> String {
    "Calls without a recorded cost: \(Grouped.text(calls)). So there is no sum to show savings against; name a `baseline` to see them."
  }

  /// Calls of other kinds of models are no part of the comparison.
  static func otherKinds(_ calls: Int64, _ kinds: [String], compared: String) -> String {
    "Compared are the calls of \(compared) models. Left out, because they are for other kinds (\(kinds.joined(separator: ", "))): \(Grouped.text(calls))."
  }

  /// Why models stand in no row; nil where that is no news.
  static func leftOut(_ reasons: [Comparison.LeftOut: [String]], areNamed: Bool) -> String? {
    let parts = reasons.compactMap { reason, names -> (count: Int, text: String)? in
      guard let why = why(reason, areNamed: areNamed) else { return nil }
      return (names.count, "\(areNamed ? names.joined(separator: ", ") : Grouped.text(Int64(names.count))) (\(why))")
    }
    guard !parts.isEmpty else { return nil }
    let sorted = parts.sorted { ($1.count, $0.text) < ($0.count, $1.text) }.prefix(5).map(\.text)
    return "Models left out: \(sorted.joined(separator: ", "))."
  }

  private static func why(_ reason: Comparison.LeftOut, areNamed: Bool) -> String? {
    switch reason {
    // In a search through the catalog, models for other things are no news.
    case .unable(.kind): areNamed ? "is for something else" : nil
    case .unable(.context): "too short for the recorded calls"
    case .unable(.input(let modality)): "takes no \(modality)"
    case .unable(.output(let modality)): "gives no \(modality)"
    case .unpriced(let meters):
      meters.isEmpty ? nil : "no price for \(meters.map(\.name).joined(separator: ", "))"
    }
  }

  private static func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
