import JSON
import Pricing

/// How much a report of a call holds against other reports of it; equal only for reports that say the same.
///
/// Status first (complete over partial over failed), then all tokens, then the number of details, then each count,
/// the bill and the duration; what is left is decided by the texts. The time is no part of it.
struct CallRank: Comparable {
  private let numbers: [Int128]
  private let texts: [String]

  init(_ report: CallFacts) {
    let usage = report.usage
    let details = usage.entries.filter { $0.quantity != 0 && ($0.meter.isDetail || $0.meter.side == .apart) }
    let sums = [
      usage.totalTokens, Int64(details.count), usage.inputTokens, usage.cacheReadTokens, usage.cacheWriteTokens,
    ]
    // A unit counted as zero is not a unit that nobody counted: it may be billed otherwise.
    let counts = Meter.allCases.map { Int128(usage.quantity(of: $0) ?? -1) }
    let ends = [report.reportedCost?.picodollars ?? -1, Int128(report.durationMilliseconds ?? -1)]
    numbers = [Int128(report.status.rawValue)] + sums.map { Int128($0) } + counts + ends
    texts = Self.texts(of: report)
  }

  private static func texts(of report: CallFacts) -> [String] {
    let texts = [
      report.model, report.provider, report.serviceTier, report.region, report.sessionID, report.projectID,
      report.agent, report.mode, report.operation, report.source, report.machine, report.messageID ?? "",
      report.metadata ?? "", String(report.options.count),
    ]
    let options = report.options.sorted { ExactText.precedes($0.key, $1.key) }.flatMap { [$0.key, $0.value] }
    return texts + options + report.toolCalls
  }

  static func < (left: CallRank, right: CallRank) -> Bool {
    if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
    return left.texts.lexicographicallyPrecedes(right.texts, by: ExactText.precedes)
  }

  static func == (left: CallRank, right: CallRank) -> Bool {
    left.numbers == right.numbers && left.texts.elementsEqual(right.texts) { $0.hasSameScalars(as: $1) }
  }
}
