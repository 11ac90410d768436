extension Model {
  /// Returns what `usage` costs, summed exactly and rounded once; nil when the catalog does not know the
  /// price.
  ///
  /// With ``PricingConditions/promptTokens`` it is that of many calls, to which the bounds of one do not apply.
  ///
  /// - Throws: ``PricingError/quantityOutOfRange(_:_:)``, ``PricingError/amountTooLarge``.
  /// - Source: schemas/pricing.schema.json, whose description says how periods, overrides and factors
  ///   combine.
  package func cost(
    of usage: Usage, under conditions: PricingConditions
  ) throws(PricingError) -> Cost? {
    guard let period = period(at: conditions.at), period.isKnown else { return nil }
    let largest = conditions.promptTokens == nil ? Usage.largestQuantity : .max
    for entry in usage.entries where !(0...largest).contains(entry.quantity) {
      throw .quantityOutOfRange(entry.meter, entry.quantity)
    }
    var calculation = CostCalculation(period: period, usage: usage, conditions: conditions)
    return try calculation.result()
  }
}

/// The pricing of one call: which prices hold, then line by line.
private struct CostCalculation {
  private let period: PricePeriod
  private let usage: Usage
  private let conditions: PricingConditions
  private var overrides: [Int] = []
  private var applied = AppliedConditions()
  private var factor = Decimal.one
  /// The amounts of lines so far that are whole picodollars.
  private var total: Int128 = 0
  /// All lines, once it is known that one is no whole number of picodollars, and rounding is to be shared out.
  private var sum: ExactSum?
  private var hasFractions = false
  private var lines: [CostLine] = []
  private var summedLines: [Int] = []
  private var unpriced: [Meter] = []

  init(period: PricePeriod, usage: Usage, conditions: PricingConditions) {
    self.period = period
    self.usage = usage
    self.conditions = conditions
    lines.reserveCapacity(usage.entries.count + 1)
  }

  /// Adds every line and rounds.
  mutating func result() throws(PricingError) -> Cost {
    try applyConditions()
    try addLines()
    if hasFractions {
      (lines, unpriced) = ([], [])
      sum = ExactSum(capacity: usage.entries.count + 1)
      try addLines()
    }
    let total = try rounded()
    guard total <= Cost.largestAmount || conditions.promptTokens != nil else { throw .amountTooLarge }
    return Cost(
      amount: unpriced.isEmpty ? total : nil, lines: lines, unpriced: unpriced,
      period: period.effectiveFrom, tier: applied.label)
  }

  private mutating func addLines() throws(PricingError) {
    for entry in usage.entries where entry.quantity > 0 && entry.meter != .request {
      if entry.meter.isToken { try addTokens(entry) } else { try addUnits(entry) }
    }
    try addRequest()
  }

  /// Returns the sum, of which each line then has its share.
  private mutating func rounded() throws(PricingError) -> Money {
    guard let (total, shares) = try sum?.rounded() else { return Money(picodollars: total) }
    for (line, share) in zip(summedLines, shares) { lines[line].amount = share }
    return total
  }

  private mutating func applyConditions() throws(PricingError) {
    if period.isPlainWithoutTier, conditions.serviceTier == nil { return }
    let inputTokens = conditions.promptTokens ?? usage.inputTokens
    for index in period.overrides.indices
    where period.overrides[index].condition.holds(under: conditions, inputTokens: inputTokens) {
      overrides.append(index)
      applied.note(period.overrides[index].condition, under: conditions)
    }
    for multiplier in period.multipliers
    where multiplier.condition.holds(under: conditions, inputTokens: inputTokens) {
      guard let product = factor.multiplied(by: multiplier.factor) else { throw .amountTooLarge }
      factor = product
      applied.note(multiplier.condition, under: conditions)
    }
  }

  private mutating func addTokens(_ counted: Usage.Count) throws(PricingError) {
    var meter: Meter? = counted.meter
    while let candidate = meter {
      if let price = price(of: candidate) {
        return try add(counted.meter, counted.quantity, at: price, times: factor)
      }
      meter = candidate.fallback
    }
    addUnpriced(counted)
  }

  private mutating func addUnits(_ counted: Usage.Count) throws(PricingError) {
    if let price = price(of: counted.meter) {
      return try add(counted.meter, counted.quantity, at: price)
    }
    let estimates = period.estimates.filter { $0.entry.meter == counted.meter }
    if !estimates.isEmpty, areTokensCounted(for: counted.meter) { return addCovered(counted) }
    guard let estimate = estimates.first(where: holds) else { return addUnpriced(counted) }
    try add(counted.meter, counted.quantity, at: estimate.entry)
  }

  private mutating func addRequest() throws(PricingError) {
    let requests = usage.quantity(of: .request) ?? 1
    guard requests > 0, let price = price(of: .request) else { return }
    try add(.request, requests, at: price)
  }

  /// Whether the call tells the tokens that a unit stands for: those of the answer for what was made, of the
  /// prompt for what was given.
  private func areTokensCounted(for unit: Meter) -> Bool {
    (unit.isMade ? usage.outputTokens : usage.inputTokens) > 0
  }

  private func holds(_ estimate: PriceEstimate) -> Bool {
    estimate.options.allSatisfy { conditions.options[$0.key] == $0.value }
  }

  /// The price of exactly this meter: that of the last override which has one, otherwise of the period.
  private func price(of meter: Meter) -> PriceSheet.Line? {
    for index in overrides.reversed() {
      if let entry = period.overrides[index].sheet.entry(for: meter) { return entry }
    }
    return period.base.entry(for: meter)
  }

  private mutating func add(
    _ meter: Meter, _ quantity: Int64, at price: PriceSheet.Line, times factor: Decimal = .one
  ) throws(PricingError) {
    let billed = max(quantity, price.minimum)
    let amount = try share(of: billed, at: price.rate, times: factor)
    lines.append(
      CostLine(meter: meter, quantity: quantity, billedQuantity: billed, price: price.price, amount: amount))
  }

  /// Adds an amount to the sum and returns it; nil where it is known only once all are.
  private mutating func share(
    of quantity: Int64, at rate: Rate, times factor: Decimal
  ) throws(PricingError) -> Money? {
    guard sum == nil else {
      try sum?.add(quantity, at: rate, times: factor)
      summedLines.append(lines.count)
      return nil
    }
    guard let amount = rate.picodollars(of: quantity, times: factor) else {
      hasFractions = true
      return nil
    }
    let (next, overflow) = total.addingReportingOverflow(amount)
    guard !overflow else { throw .amountTooLarge }
    total = next
    return Money(picodollars: amount)
  }

  /// Adds a unit whose tokens are billed in lines of their own.
  private mutating func addCovered(_ counted: Usage.Count) {
    lines.append(
      CostLine(
        meter: counted.meter, quantity: counted.quantity, billedQuantity: 0, price: .each(usd: "0", per: 1),
        amount: .zero))
  }

  private mutating func addUnpriced(_ counted: Usage.Count) {
    unpriced.append(counted.meter)
    lines.append(
      CostLine(
        meter: counted.meter, quantity: counted.quantity, billedQuantity: counted.quantity, price: nil,
        amount: nil))
  }
}
