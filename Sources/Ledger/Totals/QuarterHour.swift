import CivilTime

/// Quarter hours since 1970, by their numbers: the shortest slots of totals, as all time zones of today are whole ones off.
enum QuarterHour {
  /// Its length in seconds.
  static let seconds: Int64 = 900
  /// Its length in milliseconds.
  static let milliseconds: Int64 = 900_000

  /// Returns the quarter hour in which a time in milliseconds since 1970 lies.
  static func number(at time: Int64) -> Int64 { floorDivide(time, by: milliseconds) }

  /// Returns the first quarter hour that begins at a time in milliseconds since 1970, or after it.
  static func first(from time: Int64) -> Int64 { -floorDivide(-time, by: milliseconds) }

  /// Returns the beginning of the quarter hour in which a time lies, both in milliseconds since 1970.
  static func start(containing time: Int64) -> Int64 { start(number(at: time)) }

  /// Returns when a quarter hour begins, in milliseconds since 1970.
  static func start(_ number: Int64) -> Int64 { number * milliseconds }
}
