import JSON
import Service

extension Estimate {
  /// Returns a figure with three digits; figures of statistics are far below 10^24.
  static func figure(_ value: Double) -> JSONValue { Answer.money(money(value)) }
}
