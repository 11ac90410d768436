package import Pricing
import SQLite

/// What the calls of a period used that would be priced alike: of one model, tier and region, with prompts of
/// similar length.
package struct WorkloadCell: Sendable, Hashable {
  /// The provider whose prices were applied, or the one given.
  package var provider: String
  /// The model's name as given.
  package var model: String
  /// The catalog's id of the model whose price was applied; empty when unpriced.
  package var pricedAs: String
  /// `batch`, `flex` and so on; empty for standard service.
  package var serviceTier: String
  /// The processing region; empty when not said.
  package var region: String
  /// Where the amounts come from.
  package var costKind: CostKind
  /// The texts of the further dimensions asked for, in their order.
  package var texts: [String]
  /// The number of the span of prompt lengths that all calls lie in.
  package var band: Int64
  /// What the calls add up to.
  package var totals: Totals
  /// Everything that they counted, each thing once; requests only where they are not one a call.
  package var usage: Usage

  /// The mean prompt: in the same span as each of them, so that the same prices hold.
  package var promptTokens: Int64 { Self.mean(totals.tokens.input, of: totals.requests) }

  /// The mean answer; one call at least had one that long.
  package var outputTokens: Int64 { Self.mean(totals.tokens.output, of: totals.requests) }

  /// The mean of prompt and answer together; one call at least was that long.
  package var contextTokens: Int64 { Self.mean(totals.tokens.total, of: totals.requests) }

  /// Everything that the calls counted, with requests, which are one a call unless they were counted.
  package var countedUsage: Usage {
    var counted = usage
    counted[.request] = usage.quantity(of: .request) ?? totals.requests
    return counted
  }

  /// Returns the mean of so many whole numbers, rounded up; 0 of none.
  package static func mean(_ sum: Int64, of count: Int64) -> Int64 { count > 0 ? (sum + count - 1) / count : 0 }
}

extension Ledger {
  /// Returns what the calls of `period` used, in no order; read from roll-ups wherever they cover it.
  ///
  /// - Parameter dimensions: By what else calls are kept apart; the session is not among them.
  package func workload(
    of period: Period, filter: UsageFilter, by dimensions: [Dimension] = []
  ) throws(LedgerError) -> [WorkloadCell] {
    // What else than tokens a session used, only its records tell.
    let needsRecords = filter.texts[.sessionID] != nil
    return try readingSums(of: period, filter, needsRecords: needsRecords) { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return [] }
      let columns = dimensions.compactMap(\.contextColumn).map { "c." + $0 }
      let cells = UsageCells(store: store, filter: filter, columns: Self.workloadColumns + columns)
      var sums: [UsageCells.Key: Totals] = [:]
      var parts: [UsageCells.Key: UsageCells.Parts] = [:]
      try cells.addAll(span, to: &sums)
      try cells.addParts(span, to: &parts)
      var workload: [WorkloadCell] = []
      for (key, totals) in sums {
        workload.append(try store.cell(key, totals, MeterTotals.usage(of: totals, parts: parts[key] ?? [:])))
      }
      return workload
    }
  }

  private static let workloadColumns = [
    "c.band", "c.cost_kind", "c.provider", "c.model", "c.priced_as", "c.service_tier", "c.region",
  ]
}

extension LedgerStore {
  /// The cell of a key of ``Ledger/workloadColumns`` and what follows them.
  fileprivate func cell(
    _ key: UsageCells.Key, _ totals: Totals, _ usage: Usage
  ) throws(SQLiteError) -> WorkloadCell {
    var words: [String] = []
    for id in key.dropFirst(2) { words.append(try text(TextID(id))) }
    return WorkloadCell(
      provider: words[0], model: words[1], pricedAs: words[2], serviceTier: words[3], region: words[4],
      costKind: CostKind(rawValue: key[1]) ?? .unpriced, texts: Array(words.dropFirst(5)), band: key[0],
      totals: totals, usage: usage)
  }
}
