import CivilTime
import Pricing

@testable import Ledger

/// What several reports of one call say together, worked out from all of them at once.
///
/// It shares no code with the ledger: every report is a list of named fields, the reports are sorted, and each field
/// is looked for from the best report on.
enum NaiveMerge {
  static func merged(_ reports: [CallFacts]) -> CallFacts {
    let sorted = reports.sorted { isBetter($0, $1) }
    var merged = sorted[0]
    merged.timestamp = reports.map(\.timestamp).min() ?? merged.timestamp
    merged.sessionID = first(sorted, \.sessionID)
    merged.projectID = first(sorted, \.projectID)
    merged.agent = first(sorted, \.agent)
    merged.mode = first(sorted, \.mode)
    merged.operation = first(sorted, \.operation)
    merged.machine = first(sorted, \.machine)
    merged.provider = first(sorted, \.provider)
    merged.serviceTier = first(sorted, \.serviceTier)
    merged.region = first(sorted, \.region)
    merged.reportedCost = sorted.compactMap(\.reportedCost).first
    merged.durationMilliseconds = sorted.compactMap(\.durationMilliseconds).first
    merged.messageID = sorted.compactMap(\.messageID).first
    merged.metadata = sorted.compactMap(\.metadata).first
    merged.toolCalls = sorted.map(\.toolCalls).first { !$0.isEmpty } ?? []
    merged.options = sorted.reversed().reduce(into: [:]) { $0.merge($1.options) { _, better in better } }
    merged.usage = usage(sorted)
    return merged
  }

  private static func first(_ sorted: [CallFacts], _ text: KeyPath<CallFacts, String>) -> String {
    sorted.map { $0[keyPath: text] }.first { !$0.isEmpty } ?? ""
  }

  private static let prompt: [Meter] = [
    .input, .cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h, .inputAudio, .cacheReadAudio, .cacheWriteAudio,
    .inputImage, .cacheReadImage, .inputVideo,
  ]
  private static let answer: [Meter] = [.output, .outputReasoning, .outputAudio, .outputImage, .outputVideo]

  private static func usage(_ sorted: [CallFacts]) -> Usage {
    var counts: [Meter: Int64] = [:]
    for side in [prompt, answer] {
      // A side of which the best report names nothing is the next one's.
      let own = sorted.map(\.usage).first { sum(side, $0) > 0 } ?? Usage()
      let best = sorted.map(\.usage).first { usage in side.dropFirst().contains { usage[$0] != 0 } }
      let chosen =
        best.map { sum(side, $0) == sum(side, own) } == true && !side.dropFirst().contains { own[$0] != 0 }
        ? best ?? own : own
      for meter in side where chosen[meter] != 0 { counts[meter] = chosen[meter] }
    }
    for meter in Meter.allCases where !prompt.contains(meter) && !answer.contains(meter) {
      if let quantity = sorted.compactMap({ $0.usage.quantity(of: meter) }).first { counts[meter] = quantity }
    }
    return Usage(disjoint: counts.map { ($0.key, $0.value) })
  }

  private static func sum(_ meters: [Meter], _ usage: Usage) -> Int64 { meters.reduce(0) { $0 + usage[$1] } }

  private static func isBetter(_ left: CallFacts, _ right: CallFacts) -> Bool {
    let (ours, theirs) = (counts(left), counts(right))
    if let place = ours.indices.first(where: { ours[$0] != theirs[$0] }) { return ours[place] > theirs[place] }
    return words(right).lexicographicallyPrecedes(words(left)) { $0.lexicographicallyPrecedes($1) }
  }

  private static func counts(_ report: CallFacts) -> [Int128] {
    let usage = report.usage
    let status: Int128 =
      switch report.status {
      case .failed: 0
      case .partial: 1
      case .complete: 2
      }
    let details = Meter.allCases.filter { $0 != .input && $0 != .output && usage[$0] != 0 }.count
    let sums = [
      sum(prompt + answer, usage), Int64(details), sum(prompt, usage),
      sum([.cacheRead, .cacheReadAudio, .cacheReadImage], usage),
      sum([.cacheWrite, .cacheWrite1h, .cacheWrite12h, .cacheWriteAudio], usage),
    ].map { Int128($0) }
    return [status] + sums + Meter.allCases.map { Int128(usage.quantity(of: $0) ?? -1) } + [
      report.reportedCost?.picodollars ?? -1, Int128(report.durationMilliseconds ?? -1),
    ]
  }

  private static func words(_ report: CallFacts) -> [[UInt8]] {
    var words = [report.model, report.provider, report.serviceTier, report.region, report.sessionID, report.projectID]
    words += [report.agent, report.mode, report.operation, report.source, report.machine, report.messageID ?? ""]
    words += [report.metadata ?? "", "\(report.options.count)"]
    let names = report.options.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    for name in names { words += [name, report.options[name] ?? ""] }
    return (words + report.toolCalls).map { Array($0.utf8) }
  }
}
