import Pricing

extension StoredRecord {
  /// What the record counts, with what people have corrected.
  package var counted: Totals { contribution.totals }

  /// What it counts as its cost; nil when unpriced.
  var countedCost: Money? { correctedCost ?? price.cost }

  /// What a person has corrected its cost to, which counts whatever the price; nil where nobody has.
  var correctedCost: Money? { adjusted.cost }

  /// Lets the figures that people have given count in the place of its own.
  mutating func correct(by given: [AdjustedFigure: Int64]) {
    adjusted = [:]
    guard !given.isEmpty else { return }
    let own = contribution
    let corrected = own.totals.corrected(by: given, parts: own.meters)
    for figure in AdjustedFigure.allCases {
      let value = figure.value(in: corrected)
      if value != figure.value(in: own.totals) || (figure == .cost && given[.cost] != nil) { adjusted[figure] = value }
    }
  }
}

extension AppliedPrice {
  /// The price that a record has: what a person has corrected the cost to holds where no price is known.
  ///
  /// Otherwise an amount would count that belongs to no kind of cost.
  func held(by figures: [AdjustedFigure: Int64]) -> AppliedPrice {
    guard cost == nil, let corrected = figures.cost else { return self }
    var held = self
    held.kind = .reported
    held.cost = corrected
    return held
  }
}

extension [AdjustedFigure: Int64] {
  /// The cost among them.
  fileprivate var cost: Money? { self[.cost].map { Money(picodollars: Int128($0)) } }
}

extension Totals {
  /// Returns the totals of one call with corrected figures in the place of its own.
  ///
  /// A figure that a later report has made smaller than what it includes is raised to that.
  ///
  /// - Parameter parts: What the totals do not tell, as ``MeterTotals/parts(of:)``.
  func corrected(by figures: [AdjustedFigure: Int64], parts: [Usage.Count]) -> Totals {
    guard !figures.isEmpty else { return self }
    var totals = self
    for (figure, value) in figures { figure.set(value, in: &totals) }
    for figure in [AdjustedFigure.cacheRead, .cacheWrite, .input, .output] {
      figure.set(max(figure.value(in: totals), totals.least(of: figure, parts)), in: &totals)
    }
    return totals
  }

  /// The least that a figure can be, given the others, which it includes.
  func least(of figure: AdjustedFigure, _ parts: [Usage.Count]) -> Int64 {
    let sum = { (meters: Set<Meter>) in parts.reduce(0) { $0 + (meters.contains($1.meter) ? $1.quantity : 0) } }
    return switch figure {
    case .input: tokens.cacheRead + tokens.cacheWrite + sum([.inputAudio, .inputImage, .inputVideo])
    case .cacheRead: sum([.cacheReadAudio, .cacheReadImage])
    case .cacheWrite: tokens.cacheWrite1h + sum([.cacheWrite12h, .cacheWriteAudio])
    case .output: tokens.reasoning + sum([.outputAudio, .outputImage, .outputVideo])
    case .cacheWrite1h, .reasoning, .cost: 0
    }
  }
}
