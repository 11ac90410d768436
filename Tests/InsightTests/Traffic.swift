import CivilTime
import Foundation
import Insight
import TestSupport

/// A way in which somebody uses models, as hours of usage made by chance.
enum Traffic: CaseIterable {
  /// Working hours on every day, much the same.
  case steady
  /// Working days, and a little on days off.
  case workingWeek
  /// Single hours of very different size at any time of the day.
  case bursty
  /// Working hours that grow by more than one percent a day.
  case growing
  /// More idle days than busy ones.
  case mostlyIdle
  /// Weeks of different projects, each on a level of its own.
  case byProject

  /// Returns the hours of `days` civil days in UTC that begin with the day of that number.
  func hours(days: Int, from first: Int = 20_000, seed: UInt64) -> [HourAmount] {
    var chance = SplitMix64(seed: seed)
    var hours: [HourAmount] = []
    var level = 1.0
    for day in 0..<days {
      if self == .byProject, Double.random(in: 0..<1, using: &chance) < 0.06 {
        level = exp(0.5 * bell(&chance))
      }
      let amount = level * dayFactor(day, weekday: ((first + day) % 7 + 10) % 7, &chance)
      guard amount > 0 else { continue }
      for hour in 0..<24 {
        let part = hourFactor(hour, &chance)
        guard part > 0 else { continue }
        let start = Instant(seconds: Int64(first + day) * 86_400 + Int64(hour) * 3_600)
        hours.append(HourAmount(start: start, amount: amount * part))
      }
    }
    return hours
  }

  private func dayFactor(_ day: Int, weekday: Int, _ chance: inout SplitMix64) -> Double {
    let noise = exp(0.3 * bell(&chance))
    switch self {
    case .steady, .byProject: return noise
    case .workingWeek: return weekday < 5 ? noise : 0.1 * noise
    case .bursty: return Double.random(in: 0..<1, using: &chance) < 0.03 ? 4 * noise : noise
    case .growing: return noise * exp(0.012 * Double(day))
    case .mostlyIdle: return Double.random(in: 0..<1, using: &chance) < 0.6 ? 0 : exp(0.7 * bell(&chance))
    }
  }

  private func hourFactor(_ hour: Int, _ chance: inout SplitMix64) -> Double {
    switch self {
    case .bursty:
      return Double.random(in: 0..<1, using: &chance) < 0.2 ? exp(1.2 * bell(&chance)) : 0
    default:
      guard (8..<20).contains(hour), Double.random(in: 0..<1, using: &chance) < 0.8 else { return 0 }
      return exp(0.5 * bell(&chance))
    }
  }

  private func bell(_ chance: inout SplitMix64) -> Double {
    let radius = (-2 * log(Double.random(in: Double.ulpOfOne..<1, using: &chance))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &chance))
  }
}
