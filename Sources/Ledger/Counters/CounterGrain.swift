import CivilTime

/// What the rows of one scope's counter hold: sums over slots of one length.
///
/// Seconds serve the minute's window, minutes the hour's, quarter hours the ends of days in any time zone.
enum CounterGrain: Hashable {
  /// Slots of so many seconds, by their numbers since 1970.
  case slots(seconds: Int64)
  /// All of time, in one slot whose number is 0.
  case total
  /// What a slot of so many seconds held before a reset within it, by the reset's time in milliseconds since 1970.
  case beforeReset(seconds: Int64)

  /// Quarter hours.
  static let quarterHours = slots(seconds: QuarterHour.seconds)
  /// Whole UTC days.
  static let days = slots(seconds: Instant.secondsPerDay)
  /// What is counted of everything; total after the days that it may be made of.
  static let all: [CounterGrain] = [.slots(seconds: 1), .slots(seconds: 60), .quarterHours, .days, .total]
  /// The short slots and for how many seconds back they are kept; the longer ones stay.
  static let kept: [(slotSeconds: Int64, seconds: Int64)] = [(1, 600), (60, 14_400)]

  /// Returns from what a window is answered.
  static func answering(_ window: LimitWindow) -> [CounterGrain] {
    switch window {
    case .request: []
    case .minute: [.slots(seconds: 1)]
    case .hour: [.slots(seconds: 60)]
    case .day, .week, .month: [.quarterHours, .days]
    // A total that began again is a sum of days.
    case .total: [.quarterHours, .days, .total]
    }
  }

  /// The value of column `seconds`: zero for the total, below zero for what was before a reset.
  var stored: Int64 {
    switch self {
    case .slots(let seconds): seconds
    case .total: 0
    case .beforeReset(let seconds): -seconds
    }
  }

  /// Adds the value of the column, as one number.
  func hash(into hasher: inout Hasher) { hasher.combine(stored) }

  /// What such slots held before a reset; nil for days and totals, whose quarter hours tell it.
  var beforeReset: CounterGrain? {
    guard case .slots(let seconds) = self, seconds <= QuarterHour.seconds else { return nil }
    return .beforeReset(seconds: seconds)
  }

  /// Returns the slot in which a time in seconds since 1970 lies.
  func slot(at seconds: Int64) -> Int64 {
    guard case .slots(let length) = self else { return 0 }
    return floorDivide(seconds, by: length)
  }

  /// Returns the oldest slot that is kept at `seconds` of the ledger's time.
  func oldestSlot(at seconds: Int64) -> Int64 {
    guard case .slots(let length) = self, let kept = Self.kept.first(where: { $0.slotSeconds == length })
    else { return .min }
    return floorDivide(seconds - kept.seconds, by: length)
  }
}
