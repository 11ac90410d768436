package import CivilTime
import Pricing

/// A figure of a record that people can correct, as answers show it.
package enum AdjustedFigure: Int64, Sendable, CaseIterable, Comparable {
  /// All prompt tokens, cached ones included.
  case input = 1
  /// All produced tokens, reasoning included.
  case output = 2
  case cacheRead = 3
  /// Prompt tokens written to a cache, of any lifetime.
  case cacheWrite = 4
  case cacheWrite1h = 5
  case reasoning = 6
  /// What the call is billed, in picodollars.
  case cost = 7

  /// The word for it in answers, such as `input_tokens`.
  package var name: String { word + (self == .cost ? "_usd" : "_tokens") }

  /// The column of a record that holds what it was corrected to.
  var column: String { "adjusted_" + word }

  private var word: String {
    switch self {
    case .input: "input"
    case .output: "output"
    case .cacheRead: "cache_read"
    case .cacheWrite: "cache_write"
    case .cacheWrite1h: "cache_write_1h"
    case .reasoning: "reasoning"
    case .cost: "cost"
    }
  }

  package static func < (left: AdjustedFigure, right: AdjustedFigure) -> Bool { left.rawValue < right.rawValue }

  /// Where totals hold it; nil for the cost.
  private var tokens: WritableKeyPath<TokenTotals, Int64>? {
    switch self {
    case .input: \.input
    case .output: \.output
    case .cacheRead: \.cacheRead
    case .cacheWrite: \.cacheWrite
    case .cacheWrite1h: \.cacheWrite1h
    case .reasoning: \.reasoning
    case .cost: nil
    }
  }

  /// Returns the figure of totals of one record.
  func value(in totals: Totals) -> Int64 {
    tokens.map { totals.tokens[keyPath: $0] } ?? Int64(clamping: totals.cost.picodollars)
  }

  /// Puts the figure into totals of one record.
  func set(_ value: Int64, in totals: inout Totals) {
    if let tokens { totals.tokens[keyPath: tokens] = value } else { totals.cost = Money(picodollars: Int128(value)) }
  }
}

/// One correction of a record, as it was entered.
package struct Adjustment: Sendable, Hashable {
  /// A figure before and after.
  package struct Change: Sendable, Hashable {
    package var figure: AdjustedFigure
    package var before: Int64
    package var after: Int64
  }

  /// The record that it was entered for; another record that turned out to be the same call may have taken it over.
  package var record: RecordID
  /// When it was entered, by the ledger's time.
  package var enteredAt: Instant
  /// Who entered it.
  package var enteredBy: String
  /// Why.
  package var reason: String
  /// What it corrects, in the order of the figures.
  package var changes: [Change]
}

/// Why a correction was not entered.
package enum AdjustmentError: Error, Hashable {
  /// No record's id begins so.
  case unknownRecord(String)
  /// The ids of several records begin so.
  case ambiguousRecord(String)
  /// The record was archived, and its figures are final.
  case archivedRecord(RecordID)
  /// The record has no amount that could be corrected.
  case unpriced(RecordID)
  /// A figure is smaller than what it includes, at least this.
  case tooSmall(AdjustedFigure, least: Int64)
}
