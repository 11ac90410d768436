import JSON
import Pricing

/// What is kept of all reports of one call, whatever their order and number.
///
/// Kept is each report that is the best to name some field; all others can never say anything again. So joining
/// is commutative, associative and idempotent, and what the reports say together depends on their set alone.
struct CallReports: Equatable {
  /// A report and how much it holds.
  private struct Ranked: Equatable {
    let rank: CallRank
    var report: CallFacts

    init(_ report: CallFacts) {
      rank = CallRank(report)
      self.report = report
    }

    static func == (left: Ranked, right: Ranked) -> Bool {
      left.report.timestamp == right.report.timestamp && left.rank == right.rank
    }
  }

  /// The reports, the best first; all have the time of the earliest.
  private var kept: [Ranked]

  /// The one report of a call.
  init(_ report: CallFacts) { kept = [Ranked(report)] }

  /// Reports that were stored before; nil without any.
  init?(stored reports: [CallFacts]) {
    guard !reports.isEmpty else { return nil }
    kept = reports.map(Ranked.init)
  }

  /// Takes in what is kept of other reports of the same call.
  mutating func join(_ other: CallReports) {
    let earliest = min(kept[0].report.timestamp, other.kept[0].report.timestamp)
    let all = kept + other.kept.filter { !kept.contains($0) }
    var named: Set<CallField> = []
    kept = []
    for var one in all.sorted(by: { $1.rank < $0.rank }) {
      let fields = CallField.named(by: one.report)
      guard kept.isEmpty || !named.isSuperset(of: fields) else { continue }
      named.formUnion(fields)
      one.report.timestamp = earliest
      kept.append(one)
    }
  }

  /// Returns the reports that are not of a source; nil without any. All are kept for no source.
  func without(_ source: String?) -> CallReports? {
    guard let source else { return self }
    return CallReports(stored: kept.map(\.report).filter { !$0.source.hasSameScalars(as: source) })
  }

  /// What a record keeps: nothing of a single report, which its own columns hold.
  var stored: [CallFacts] { kept.count > 1 ? kept.map(\.report) : [] }

  /// What the reports say together: the best report, and each field that it does not name from the best that does.
  var merged: CallFacts {
    var merged = kept[0].report
    guard kept.count > 1 else { return merged }
    var named = CallField.named(by: merged)
    for one in kept.dropFirst() {
      let fields = CallField.named(by: one.report)
      for field in fields.subtracting(named) { field.fill(&merged, from: one.report) }
      named.formUnion(fields)
    }
    return merged
  }
}

/// A field that a report of a call may leave out.
private enum CallField: Hashable {
  case text(WritableKeyPath<CallFacts, String>)
  case option(ExactText)
  /// A unit that is no part of the prompt or the answer, such as a web search.
  case unit(Meter)
  /// How many tokens the prompt or the answer has: the last event of a stream may name the answer's alone.
  case tokens(Meter.Side)
  /// What those tokens are apart from plain ones.
  case details(Meter.Side)
  case reportedCost, duration, messageID, toolCalls, metadata

  private static let texts: [any WritableKeyPath<CallFacts, String> & Sendable] = [
    \.sessionID, \.projectID, \.agent, \.mode, \.operation, \.provider, \.serviceTier, \.region, \.machine,
  ]

  /// The fields that a report names.
  static func named(by report: CallFacts) -> Set<CallField> {
    var fields: Set<CallField> = []
    for text in texts where !report[keyPath: text].isEmpty { fields.insert(.text(text)) }
    for name in report.options.keys { fields.insert(.option(ExactText(name))) }
    for entry in report.usage.entries {
      if entry.meter.side == .apart {
        fields.insert(.unit(entry.meter))
      } else if entry.quantity != 0 {
        fields.insert(.tokens(entry.meter.side))
        if entry.meter.isDetail { fields.insert(.details(entry.meter.side)) }
      }
    }
    if report.reportedCost != nil { fields.insert(.reportedCost) }
    if report.durationMilliseconds != nil { fields.insert(.duration) }
    if report.messageID != nil { fields.insert(.messageID) }
    if !report.toolCalls.isEmpty { fields.insert(.toolCalls) }
    if report.metadata != nil { fields.insert(.metadata) }
    return fields
  }

  /// Takes this field from a report that names it.
  func fill(_ facts: inout CallFacts, from report: CallFacts) {
    switch self {
    case .text(let text): facts[keyPath: text] = report[keyPath: text]
    case .option(let name): facts.options[name.text] = report.options[name.text]
    case .unit(let meter): facts.usage[meter] = report.usage[meter]
    case .tokens(let side): facts.usage.takeTokens(of: side, from: report.usage)
    case .details(let side):
      // Of another number of tokens nothing is known.
      guard facts.usage.tokens(of: side) == report.usage.tokens(of: side) else { return }
      facts.usage.takeTokens(of: side, from: report.usage)
    case .reportedCost: facts.reportedCost = report.reportedCost
    case .duration: facts.durationMilliseconds = report.durationMilliseconds
    case .messageID: facts.messageID = report.messageID
    case .toolCalls: facts.toolCalls = report.toolCalls
    case .metadata: facts.metadata = report.metadata
    }
  }
}

extension Meter {
  /// Whether this tells a part of the prompt's or the answer's tokens from the plain ones.
  var isDetail: Bool { side != .apart && self != .input && self != .output }
}

extension Usage {
  /// All tokens of the prompt or of the answer.
  fileprivate func tokens(of side: Meter.Side) -> Int64 { side == .input ? inputTokens : outputTokens }

  /// Counts the tokens of a side as `other` does.
  fileprivate mutating func takeTokens(of side: Meter.Side, from other: Usage) {
    let rest = entries.filter { $0.meter.side != side }
    self = Usage(disjoint: (rest + other.entries.filter { $0.meter.side == side }).map { ($0.meter, $0.quantity) })
  }
}
