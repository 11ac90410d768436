import Posix

/// Sums over samples; an empty sample gives 0.
enum Statistics {
  /// The mean.
  static func mean(_ sample: [Double]) -> Double {
    sample.isEmpty ? 0 : sample.reduce(0, +) / Double(sample.count)
  }

  /// The variance of what the sample was taken from; 0 below two numbers.
  static func variance(_ sample: [Double]) -> Double {
    guard sample.count > 1 else { return 0 }
    let mean = mean(sample)
    return sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sample.count - 1)
  }

  /// The number below which `share` (0 to 1) of an ascending sample lies, in proportion between two.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return 0 }
    let position = max(0, share) * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (sorted[index + 1] - sorted[index]) * (position - Double(index))
  }

  /// The middle number.
  static func median(_ sample: [Double]) -> Double { quantile(0.5, of: sample.sorted()) }

  /// The middle distance of what lies above `center`, in the measure of a bell curve's deviation.
  static func upwardDeviation(_ sample: [Double], from center: Double) -> Double {
    // Half of a bell curve lies within 0.6745 deviations.
    median(sample.filter { $0 >= center }.map { $0 - center }) * 1.4826
  }

  /// The natural logarithm.
  static func log(_ number: Double) -> Double { logarithm(number) }

  /// The inverse of ``log(_:)``.
  static func exp(_ number: Double) -> Double { exponential(number) }
}

private func logarithm(_ number: Double) -> Double { log(number) }
private func exponential(_ number: Double) -> Double { exp(number) }
