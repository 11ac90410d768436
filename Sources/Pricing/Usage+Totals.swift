extension Usage {
  /// Creates the usage that nested totals state.
  ///
  /// - Parameter totals: Quantities in steps of the meter's scale. `input` includes everything of the prompt,
  ///   `cache_write` its lifetimes, `cache_read` and `input_audio` both the cached audio, and so on; `output`
  ///   includes reasoning and modalities. `citation` and units stand alone. A total that is absent is 0.
  /// - Throws: ``PricingError/partsExceedTotal(total:value:part:partValue:parts:)`` when parts do not fit
  ///   into their total, ``PricingError/quantityOutOfRange(_:_:)``.
  package init(totals: [Meter: Int64]) throws(PricingError) {
    try self.init(nesting: Usage(disjoint: totals.lazy.map { ($0.key, $0.value) }))
  }

  /// Creates the usage whose nested totals `totals` holds as if they were disjoint.
  ///
  /// - Throws: As ``init(totals:)``.
  package init(nesting totals: Usage) throws(PricingError) {
    self = totals
    for entry in entries where !(0...Usage.largestQuantity).contains(entry.quantity) {
      throw .quantityOutOfRange(entry.meter, entry.quantity)
    }
    // Of most calls nothing but prompt and answer is known.
    guard entries.contains(where: \.meter.isPart) else { return }
    for total in Usage.nestingTotals { try takeParts(outOf: total) }
  }

  /// The quantities as nested totals, each meter with everything that it contains: the reverse of
  /// ``init(totals:)``.
  package var totals: [Meter: Int64] {
    var totals: [Meter: Int64] = [:]
    for entry in entries {
      totals[entry.meter, default: 0] += entry.quantity
      for container in entry.meter.containers { totals[container, default: 0] += entry.quantity }
    }
    return totals
  }

  /// The meters that contain others, inner ones before those that contain them.
  private static let nestingTotals: [Meter] = [
    .cacheRead, .cacheWrite, .inputAudio, .inputImage, .input, .output,
  ]

  /// Turns the total held under `meter` into what is left when its parts, disjoint already, are taken out.
  private mutating func takeParts(outOf meter: Meter) throws(PricingError) {
    var parts: Int64 = 0
    var largest: Count?
    for entry in entries where entry.quantity > 0 && entry.meter.containers.contains(meter) {
      parts += entry.quantity
      if entry.quantity > largest?.quantity ?? 0 { largest = entry }
    }
    guard let largest else { return }
    let total = self[meter]
    guard parts <= total else {
      throw .partsExceedTotal(
        total: meter, value: total, part: largest.meter, partValue: largest.quantity, parts: parts)
    }
    self[meter] = total - parts
  }
}
