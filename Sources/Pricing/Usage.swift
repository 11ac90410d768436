/// What one call used, each thing counted once.
///
/// Quantities are disjoint: `input` holds only the prompt tokens that no other meter holds. They are in
/// steps of ``Meter/scale``, so 1.5 seconds are 1500. An explicit zero is kept: zero requests differ from
/// requests that nobody counted, which bill as one.
package struct Usage: Sendable, Hashable {
  /// One meter and how much of it was used.
  package struct Count: Sendable, Hashable {
    /// What was counted.
    package let meter: Meter
    /// How much, in steps of the meter's scale.
    package var quantity: Int64
    /// Creates an entry.
    package init(meter: Meter, quantity: Int64) {
      self.meter = meter
      self.quantity = quantity
    }
  }

  /// The counted meters in the order of their raw values, each once.
  package private(set) var entries: [Count] = []

  /// The largest quantity of one meter that a call may have, so that sums of meters fit 64 bits.
  package static let largestQuantity: Int64 = 1_000_000_000_000_000

  /// Creates a usage in which nothing was counted.
  package init() {}

  /// Creates the usage of disjoint quantities; a meter that occurs twice is added up.
  package init(disjoint quantities: some Sequence<(Meter, Int64)>) {
    for (meter, quantity) in quantities { self[meter] += quantity }
  }

  /// The quantity of `meter`; 0 where it was not counted. Setting 0 keeps the zero as counted.
  package subscript(_ meter: Meter) -> Int64 {
    get { self.quantity(of: meter) ?? 0 }
    set {
      guard let place = entries.firstIndex(where: { $0.meter >= meter }) else {
        // Most calls count a prompt and an answer, in this order.
        if entries.isEmpty { entries.reserveCapacity(2) }
        return entries.append(Count(meter: meter, quantity: newValue))
      }
      if entries[place].meter == meter {
        entries[place].quantity = newValue
      } else {
        entries.insert(Count(meter: meter, quantity: newValue), at: place)
      }
    }
  }

  /// Returns the quantity of `meter`, nil where it was not counted.
  package func quantity(of meter: Meter) -> Int64? {
    for entry in entries where entry.meter == meter { return entry.quantity }
    return nil
  }

  /// Whether no meter has a quantity other than zero.
  package var isEmpty: Bool { entries.allSatisfy { $0.quantity == 0 } }

  /// Whether tokens were counted as none.
  package var hasEmptyTokens: Bool { entries.contains { $0.meter.isToken && $0.quantity == 0 } }

  /// The usage without tokens that were counted as none.
  package var withoutEmptyTokens: Usage {
    var usage = self
    usage.entries.removeAll { $0.meter.isToken && $0.quantity == 0 }
    return usage
  }

  /// Returns both usages together, meter by meter.
  package static func + (left: Usage, right: Usage) -> Usage {
    var sum = left
    for entry in right.entries { sum[entry.meter] += entry.quantity }
    return sum
  }
}

// The sums that reports show.
extension Usage {
  /// All prompt tokens: fresh, cached and written to a cache, of every modality.
  package var inputTokens: Int64 { sum { $0.side == .input } }
  /// All answer tokens: reasoning and every modality included, citations not.
  package var outputTokens: Int64 { sum { $0.side == .output } }
  /// Prompt tokens read from a cache, of every modality.
  package var cacheReadTokens: Int64 {
    sum { $0 == .cacheRead || $0 == .cacheReadAudio || $0 == .cacheReadImage }
  }
  /// Prompt tokens written to a cache, of every lifetime and modality.
  package var cacheWriteTokens: Int64 {
    sum { $0 == .cacheWrite || $0 == .cacheWrite1h || $0 == .cacheWrite12h || $0 == .cacheWriteAudio }
  }
  /// Answer tokens spent on reasoning, as far as they were counted apart.
  package var reasoningTokens: Int64 { self[.outputReasoning] }
  /// Prompt and answer tokens together; citation tokens belong to neither.
  package var totalTokens: Int64 { sum { $0.side != .apart } }

  private func sum(where isIncluded: (Meter) -> Bool) -> Int64 {
    var sum: Int64 = 0
    for entry in entries where isIncluded(entry.meter) { sum += entry.quantity }
    return sum
  }
}
