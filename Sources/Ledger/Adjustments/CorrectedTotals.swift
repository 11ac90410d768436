import Pricing

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
