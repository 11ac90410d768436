/// How fast usage grows or shrinks, by the totals of whole weeks and what is to be expected of anybody.
struct Growth {
  /// The growth of a day, as a logarithm: 0.01 is about one percent.
  let perDay: Double
  /// How far `perDay` may be off: one deviation.
  let error: Double

  /// Without knowing any history, a week is as large as the one before, give or take five percent.
  private static let usualPerWeek = 0.05

  /// Fits a line to the logarithms of the last weeks and draws it nearer to no growth, the less they tell.
  ///
  /// - Parameters:
  ///   - noise: The variance of a week's logarithm that its days alone explain.
  ///   - drift: The variance of the step that the level takes in a week: steps may look like growth.
  init(weeks: [Double], noise: Double, drift: Double) {
    let usual = Self.usualPerWeek * Self.usualPerWeek
    let mean = Statistics.mean(weeks)
    guard weeks.count >= 3, mean > 0 else {
      (perDay, error) = (0, Self.usualPerWeek / 7)
      return
    }
    let line = Line(weeks.map { Statistics.log($0 + 0.05 * mean) })
    let doubt = max(line.rest, noise) / line.square + drift / Double(weeks.count - 1)
    perDay = line.slope * usual / (usual + doubt) / 7
    error = (usual * doubt / (usual + doubt)).squareRoot() / 7
  }

  /// Returns by how much an amount of one day is to be multiplied to be one of another, `days` later.
  func factor(over days: Int) -> Double { Self.factor(perDay, over: days) }

  /// Returns the growth over `days`; at most about 150-fold either way.
  static func factor(_ perDay: Double, over days: Int) -> Double {
    Statistics.exp(min(max(perDay * Double(days), -5), 5))
  }
}

/// The line of least squares through numbers one apart.
struct Line {
  /// By how much it rises from one number to the next.
  let slope: Double
  /// The variance of the numbers around it; 0 for fewer than three.
  let rest: Double
  /// The sum of the squared distances from the middle place.
  let square: Double

  /// Fits at least two numbers.
  init(_ numbers: [Double]) {
    let middle = Double(numbers.count - 1) / 2
    let mean = Statistics.mean(numbers)
    var product = 0.0
    var square = 0.0
    for (index, number) in numbers.enumerated() {
      let place = Double(index) - middle
      product += place * (number - mean)
      square += place * place
    }
    let slope = product / square
    var rest = 0.0
    for (index, number) in numbers.enumerated() {
      let miss = number - mean - slope * (Double(index) - middle)
      rest += miss * miss
    }
    self.slope = slope
    self.square = square
    self.rest = numbers.count > 2 ? rest / Double(numbers.count - 2) : 0
  }
}
