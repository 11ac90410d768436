import CivilTime
import Ledger
import Pricing
import Service

/// What the reader of a comparison should know, in words.
enum ComparisonSentences {
  /// Why the counts of a text differ from model to model.
  static let ownVocabularies =
    "The tokens of `text` are counted for each model's own vocabulary, by estimate where it is not at hand; `workload` shows those of o200k_base (GPT-4o and later)."

  /// What was assumed of the length of answers.
  static func assumedOutput(_ plan: GivenPlan) -> String {
    let count = Grouped.text(EstimatedCount(assumedWithin: nil).count)
    return "\(plan.leftOutput): \(count) tokens are assumed. Give the output expected.\(plan.assumptions)"
  }

  /// What a recorded workload is priced by.
  static let recorded =
    "The recorded calls are priced at today's prices with the cache, service tiers and prompt lengths they had; token counts are those recorded, and other models cut the same text into more or fewer tokens."

  /// What savings are shown against where no model is named.
  static let recordedBaseline =
    "Savings are against what the records say was spent; name a `baseline` to compare with a model."

  /// Arguments that narrow a search were given with names.
  static func narrowing(_ arguments: [String]) -> String {
    "All of `models` were compared; \(quoted(arguments)) narrows a search only, so leave out `models` to have it applied."
  }

  /// Names that the catalog does not know, each with the nearest that it does; nil without any.
  static func unknown(_ names: [(name: String, nearest: [String])]) -> String? {
    let parts = names.map { name, nearest in
      "\"\(name)\"" + (nearest.isEmpty ? "" : " (nearest: \(nearest.joined(separator: ", ")))")
    }
    return parts.isEmpty ? nil : "Not in the price catalog: \(parts.joined(separator: ", "))."
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
    "The calls of \(compared) models are compared. Calls of other kinds (\(kinds.joined(separator: ", "))) are left out: \(Grouped.text(calls))."
  }

  /// Why named models are in no row; nil where all have one.
  static func leftOut(_ names: [LeftOut: [String]]) -> String? {
    let parts = names.map { "\($1.joined(separator: ", ")) (\(why($0)))" }.sorted()
    return parts.isEmpty ? nil : "Models left out: \(parts.joined(separator: ", "))."
  }

  private static func why(_ reason: LeftOut) -> String {
    switch reason {
    case .unable(.kind): "is for other work"
    case .unable(.input(let modality)): "takes no \(modality)"
    case .unable(.output(let modality)): "gives no \(modality)"
    default: reason.name
    }
  }

  private static func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
