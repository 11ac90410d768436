import CivilTime
import JSON

/// A limit that began again.
struct LimitReset {
  /// The limit's name.
  var limit: String
  /// For whom of its kind; nil for all.
  var name: String?
  /// When, in milliseconds since 1970.
  var at: Int64
}

/// The limits and settings of the ledger and what follows from them, as of one generation; an object, as each record asks it.
final class LimitBook {
  /// Grows with every change of limits or settings by any process.
  let generation: Int64
  /// The limits that the file holds, in the order in which they were set.
  let rules: [LimitRule]
  /// The settings that the file holds.
  let settings: LedgerSettings
  /// What is counted for each one of a dimension; a dimension without limits has nothing.
  let grains: [LimitDimension: [CounterGrain]]
  /// The dimensions that are counted, in order.
  let dimensions: [LimitDimension]
  private let resets: [String: [LimitReset]]
  private let cuts: [Int64: [Int64]]

  /// Creates the book of what the file holds.
  init(generation: Int64, rules: [LimitRule], resets: [LimitReset], settings: LedgerSettings) {
    self.generation = generation
    self.rules = rules
    self.settings = settings
    grains = Self.grains(for: rules)
    dimensions = LimitDimension.allCases.filter { [grains] in grains[$0] != nil }
    self.resets = Dictionary(grouping: resets, by: \.limit)
    cuts = Dictionary(grouping: Set(resets.map(\.at)).sorted()) { QuarterHour.number(at: $0) }
  }

  /// Returns what has to be counted for the limits of each dimension, in the order of ``CounterGrain/all``.
  static func grains(for rules: [LimitRule]) -> [LimitDimension: [CounterGrain]] {
    var needed: [LimitDimension: Set<CounterGrain>] = [:]
    for rule in rules {
      let grains = CounterGrain.answering(rule.window)
      guard let dimension = rule.scope.dimension, !grains.isEmpty else { continue }
      needed[dimension, default: []].formUnion(grains)
    }
    return needed.mapValues { grains in CounterGrain.all.filter(grains.contains) }
  }

  /// The time in milliseconds since 1970 at which the limit last began again for what its scope names, or nil.
  func reset(of rule: LimitRule) -> Int64? {
    resets[rule.id]?.filter { reset in
      guard let name = reset.name else { return true }
      return rule.scope.name.map { $0.hasSameScalars(as: name) } == true
    }.map(\.at).max()
  }

  /// Whether a limit ever began again.
  var hasResets: Bool { !cuts.isEmpty }

  /// The times of resets in the quarter hour of `milliseconds` and after it.
  func cuts(after milliseconds: Int64) -> [Int64] {
    guard !cuts.isEmpty else { return [] }
    return cuts[QuarterHour.number(at: milliseconds), default: []].filter { milliseconds < $0 }
  }

  /// The times of all resets.
  var allCuts: [Int64] { cuts.values.flatMap(\.self).sorted() }
}
