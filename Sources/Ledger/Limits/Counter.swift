import CivilTime

/// The counters of limit windows: sums over one scope, in slots of several lengths.
enum Counter {
  /// The length of the one slot that holds all of a scope, whose number is 0.
  static let total: Int64 = 0
  /// The lengths of the slots in seconds: seconds for the minute's window, minutes for the hour's,
  /// quarter hours for the ends of days in any time zone, whole UTC days, and all of time.
  static let slotLengths: [Int64] = [1, 60, QuarterHour.seconds, Instant.secondsPerDay, total]
  /// The lengths of slots that a reset may fall into.
  static let cutLengths: [Int64] = [1, 60, QuarterHour.seconds]
  /// For how many seconds back the short slots are kept; the longer ones stay.
  static let keptSeconds: [(slotLength: Int64, seconds: Int64)] = [(1, 600), (60, 14_400)]

  /// Returns the oldest slot of that length which is kept at `seconds` of the ledger's time.
  static func oldestSlot(ofLength length: Int64, at seconds: Int64) -> Int64 {
    guard let kept = keptSeconds.first(where: { $0.slotLength == length }) else { return .min }
    return floorDivide(seconds - kept.seconds, by: length)
  }

  /// Returns the slot of that length in which a time in seconds since 1970 lies.
  static func slot(at seconds: Int64, length: Int64) -> Int64 {
    length == total ? 0 : floorDivide(seconds, by: length)
  }

  /// The lengths of slots from which a window is answered.
  static func lengths(for window: LimitWindow) -> [Int64] {
    switch window {
    case .request: []
    case .minute: [1]
    case .hour: [60]
    case .day, .week, .month: [QuarterHour.seconds, Instant.secondsPerDay]
    // A total that began anew is a sum of days.
    case .total: [QuarterHour.seconds, Instant.secondsPerDay, total]
    }
  }
}

/// A scope that counts a record, and the lengths of slots in which it does.
struct CountedScope: Hashable {
  var id: ScopeID
  var lengths: [Int64]

  /// The scope of everything, which is always counted.
  static let everything = CountedScope(id: .everything, lengths: Counter.slotLengths)
}
