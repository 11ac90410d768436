/// A row of the table: an operation with its figure at each size.
struct GrowthRow {
  /// A durable record by itself.
  static let loneRecord = "One durable record"
  /// A record among others that were sent together.
  static let pipelinedRecord = "A pipelined record"

  /// What was measured.
  let name: String
  /// The median of the rounds at each size, in nanoseconds or bytes.
  let figures: [Int64]
  /// The same of the time for which the processor worked; none for what is not timed.
  let processor: [Int64]
  /// What the last figure may come to.
  let bar: GrowthBar?

  /// A row of times.
  init(_ name: String, _ rounds: [[Figure]], _ bar: GrowthBar?) {
    self.init(
      name: name, figures: rounds.map { Self.median($0.map(\.wall)) },
      processor: rounds.map { Self.median($0.map(\.processor)) }, bar: bar)
  }

  /// A row of figures.
  init(name: String, figures: [Int64], processor: [Int64] = [], bar: GrowthBar?) {
    self.name = name
    self.figures = figures
    self.processor = processor
    self.bar = bar
  }

  private static func median(_ figures: [Int64]) -> Int64 {
    figures.isEmpty ? 0 : figures.sorted()[figures.count / 2]
  }
}
