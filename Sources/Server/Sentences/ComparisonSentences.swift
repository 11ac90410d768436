import Ledger
import Pricing
package import Service

extension ComparisonWarning {
  /// What the reader should know, in words.
  package var sentence: String {
    switch self {
    case .recordedCalls:
      "The recorded calls are priced at today's prices with the cache, service tiers and prompt lengths they had; token counts are those recorded, and other models cut the same text into more or fewer tokens."
    case .recordedBaseline:
      "Savings are against what the records say was spent; name a `baseline` to compare with a model."
    case .noRecordedBaseline(let calls):
      "Calls without a recorded cost: \(Grouped.text(calls)). So there is no sum to show savings against; name a `baseline` to see them."
    case .otherKinds(let calls, let kinds, let compared):
      "The calls of \(compared.name) models are compared. Calls of other kinds (\(kinds.map(\.name).joined(separator: ", "))) are left out: \(Grouped.text(calls))."
    case .narrowing(let kinds):
      "All of `models` were compared; \(kinds.map { "`\($0.argument.rawValue)`" }.joined(separator: ", ")) narrows a search only, so leave out `models` to have it applied."
    case .unknownModels(let names): "Not in the price catalog: \(names.map(\.words).joined(separator: ", "))."
    case .ownVocabularies:
      "The tokens of `text` are counted for each model's own vocabulary, by estimate where it is not at hand; `workload` shows those of o200k_base (GPT-4o and later)."
    case .output(let output): output.sentence
    case .leftOut(let names): Self.leftOut(names)
    }
  }

  private static func leftOut(_ names: [LeftOut: [String]]) -> String {
    let parts = names.map { "\($1.joined(separator: ", ")) (\($0.words))" }.sorted()
    return "Models left out: \(parts.joined(separator: ", "))."
  }
}

extension ComparisonWarning.UnknownModel {
  fileprivate var words: String {
    "\"\(name)\"" + (nearest.isEmpty ? "" : " (nearest: \(nearest.joined(separator: ", ")))")
  }
}

extension LeftOut {
  fileprivate var words: String {
    switch self {
    case .unable(.kind): "is for other work"
    case .unable(.input(let modality)): "takes no \(modality)"
    case .unable(.output(let modality)): "gives no \(modality)"
    default: name
    }
  }
}

extension ModelCriteria.Kind {
  /// The argument that demands it.
  fileprivate var argument: ArgumentName {
    switch self {
    case .providers: .providers
    case .capabilities: .capabilities
    case .contextWindow: .leastContextWindow
    }
  }
}
