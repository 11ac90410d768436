/// What a clock on the wall shows.
package struct TimeOfDay: Sendable, Hashable {
  /// 0 to 23.
  package let hour: Int
  /// 0 to 59.
  package let minute: Int
  /// 0 to 59.
  package let second: Int
  /// 0 to 999.
  package let millisecond: Int

  /// Creates the time that many milliseconds after midnight, of which there are 0 to 86,399,999.
  init(millisecondsAfterMidnight milliseconds: Int) {
    millisecond = milliseconds % 1000
    second = milliseconds / 1000 % 60
    minute = milliseconds / 60_000 % 60
    hour = milliseconds / 3_600_000
  }
}
