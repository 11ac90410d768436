import JSON
import Ledger
import Pricing
import Service

/// The same work on many models, as the answer of `compare_models`.
struct ComparisonDocument {
  let comparison: Comparison

  /// The answer.
  var object: JSONObject {
    var object: JSONObject = [
      "workload": .object(workload), "models": .array(comparison.ranking.prefix(comparison.limit).map(row)),
      "compared": Answer.integer(Int64(comparison.compared)),
    ]
    comparison.currency.append(to: &object)
    if !comparison.free.isEmpty {
      object.append("free", .array(comparison.free.prefix(comparison.limit).map { .object(Self.start($0)) }))
    }
    if let first = comparison.ranking.first { object.append("cheapest", .string(first.name)) }
    if let last = comparison.ranking.last { object.append("dearest", .string(last.name)) }
    if let baseline = comparison.baseline { object.append("baseline", .string(baseline.model ?? "recorded")) }
    if let unpriced = comparison.unpriced { object.append("unpriced", .array(unpriced.map(JSONValue.string))) }
    if !comparison.leftOut.isEmpty { object.append("left_out", .object(leftOut)) }
    Answer.append(comparison.warnings.map(\.sentence), to: &object)
    return object
  }

  private var workload: JSONObject {
    switch comparison.workload {
    case .given(let input, let output, let calls):
      return [
        "input_tokens": Answer.integer(input), "output_tokens": Answer.integer(output),
        "calls": Answer.integer(calls),
      ]
    case .recorded(let totals):
      let tokens = totals.tokens
      var object: JSONObject = [
        "input_tokens": Answer.integer(tokens.input), "output_tokens": Answer.integer(tokens.output),
      ]
      let parts = [("cache_read_tokens", tokens.cacheRead), ("cache_write_tokens", tokens.cacheWrite)]
      for (name, count) in parts where count != 0 { object.append(name, Answer.integer(count)) }
      object.append("calls", Answer.integer(totals.requests))
      object.append("cost", .object(Answer.cost(of: totals, in: comparison.currency)))
      return object
    }
  }

  private func row(_ entry: Comparison.Entry) -> JSONValue {
    var row = Self.start(entry)
    row.append("cost", ["amount": comparison.currency.amount(entry.cost)])
    if let factor = entry.factorThousandths { row.append("factor", Answer.fraction(factor, places: 3)) }
    if let baseline = comparison.baseline { row.append("savings", savings(entry, baseline)) }
    if let window = entry.model.contextWindow, let fits = entry.fitsContext {
      row.append("fits_context", .bool(fits))
      row.append("context_window", Answer.integer(window))
    }
    row.append("lifecycle", .string(entry.model.lifecycle.rawValue))
    return .object(row)
  }

  private static func start(_ entry: Comparison.Entry) -> JSONObject {
    var row: JSONObject = ["model": .string(entry.name), "provider": .string(entry.model.provider)]
    if !entry.others.isEmpty { row.append("same_cost", .array(entry.others.map(JSONValue.string))) }
    return row
  }

  private func savings(_ entry: Comparison.Entry, _ baseline: Comparison.Baseline) -> JSONValue {
    let saved = baseline.savings(at: entry.cost)
    return ["amount": comparison.currency.amount(saved.amount), "percent": Answer.hundredths(saved.basisPoints)]
  }

  /// The reasons, those that hold for most models first.
  private var leftOut: JSONObject {
    let sorted = comparison.leftOut.map { (name: $0.name, count: $1) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    var counts = JSONObject()
    for (name, count) in sorted { counts.append(name, Answer.integer(Int64(count))) }
    return counts
  }
}

extension LeftOut {
  /// The reason as a key of the answer.
  var name: String {
    switch self {
    case .otherProvider: "other_provider"
    case .inactive: "not_active"
    case .experiment: "experimental"
    case .special: "special_purpose"
    case .resold: "resold"
    case .capability: "lacks_capability"
    case .unable(.kind): "other_kind"
    case .unable(.context): "context_too_small"
    case .unable(.unknownContext): "context_unknown"
    case .unable(.input(let modality)): "takes_no_\(modality)"
    case .unable(.output(let modality)): "gives_no_\(modality)"
    case .unpriced(let meters):
      meters.isEmpty ? "no_price" : "no_price_for_" + meters.map(\.name).joined(separator: "_")
    }
  }
}
