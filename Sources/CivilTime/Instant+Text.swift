extension Instant {
  /// Reads a time of RFC 3339, such as `2026-11-21T10:54:00.250+09:00`, or returns nil.
  ///
  /// The offset is required; digits of the fraction beyond milliseconds are dropped. Second 60 is taken only
  /// where a leap second can be, at the end of a month in UTC, and becomes the last millisecond before it,
  /// so that times keep their order and their day.
  ///
  /// - Source: RFC 3339, sections 5.6 and 5.7.
  package init?(rfc3339 text: String) {
    var text = text
    let milliseconds: Int64? = text.withUTF8 { bytes in
      var reader = ASCIIReader(bytes)
      return Instant.milliseconds(reading: &reader)
    }
    guard let milliseconds else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// Returns the time as RFC 3339 with the zone's offset.
  ///
  /// `2026-11-21T01:54:00Z` where that is always zero, `2026-11-21T10:54:00+09:00` elsewhere.
  ///
  /// Milliseconds are written, as three digits, only when they are not zero. An offset of historic seconds is
  /// cut to minutes, and the time follows it, so the text still names this instant.
  package func rfc3339(in zone: Zone) -> String {
    // RFC 3339 can write neither seconds of an offset nor a whole day.
    let minutes = min(max(zone.offset(at: self).flooredQuotient(by: 60), -1439), 1439)
    let local = milliseconds.addingReportingOverflow(Int64(minutes) * 60_000)
    let shown = local.overflow ? milliseconds : local.partialValue
    let days = shown.flooredQuotient(by: Instant.millisecondsPerDay)
    let time = TimeOfDay(
      millisecondsAfterMidnight: Int(shown.flooredRemainder(by: Instant.millisecondsPerDay)))
    return String(unsafeUninitializedCapacity: 40) { buffer in
      var writer = ASCIIWriter(buffer)
      writer.date(CivilDate(daysSinceEpoch: Int(days)))
      writer.byte(0x54)
      writer.time(time)
      if zone.isUTC { writer.byte(0x5A) } else { writer.offset(minutes: minutes) }
      return writer.count
    }
  }

  private static func milliseconds(reading reader: inout ASCIIReader) -> Int64? {
    guard let date = CivilDate(reading: &reader), reader.take(0x54, or: 0x74),
      let hour = reader.number(digits: 2), hour < 24, reader.take(0x3A),
      let minute = reader.number(digits: 2), minute < 60, reader.take(0x3A),
      let second = reader.number(digits: 2), second <= 60,
      let fraction = fraction(reading: &reader),
      let offset = offsetMinutes(reading: &reader), reader.isAtEnd
    else { return nil }
    let minutes = date.daysSinceEpoch * 1440 + hour * 60 + minute - offset
    if second < 60 { return Int64(minutes) * 60_000 + Int64(second * 1000 + fraction) }
    guard isEndOfMonth(minutesSinceEpoch: minutes + 1) else { return nil }
    return Int64(minutes + 1) * 60_000 - 1
  }

  private static func fraction(reading reader: inout ASCIIReader) -> Int? {
    guard reader.take(0x2E) else { return 0 }
    guard let first = reader.digit() else { return nil }
    var milliseconds = first * 100
    var unit = 10
    while let digit = reader.digit() {
      milliseconds += digit * unit
      unit /= 10
    }
    return milliseconds
  }

  private static func offsetMinutes(reading reader: inout ASCIIReader) -> Int? {
    if reader.take(0x5A, or: 0x7A) { return 0 }
    let isWest = reader.next == 0x2D
    guard reader.take(0x2B, or: 0x2D),
      let hour = reader.number(digits: 2), hour < 24, reader.take(0x3A),
      let minute = reader.number(digits: 2), minute < 60
    else { return nil }
    return isWest ? -(hour * 60 + minute) : hour * 60 + minute
  }

  private static func isEndOfMonth(minutesSinceEpoch minutes: Int) -> Bool {
    minutes.flooredRemainder(by: 1440) == 0
      && CivilDate(daysSinceEpoch: minutes.flooredQuotient(by: 1440)).day == 1
  }
}

extension Instant: CustomStringConvertible {
  /// The time in UTC, as RFC 3339.
  package var description: String { rfc3339(in: .utc) }
}

extension ASCIIWriter {
  /// Writes `HH:MM:SS`, and `.mmm` where there are milliseconds.
  fileprivate mutating func time(_ time: TimeOfDay) {
    pair(time.hour)
    byte(0x3A)
    pair(time.minute)
    byte(0x3A)
    pair(time.second)
    if time.millisecond != 0 {
      byte(0x2E)
      byte(0x30 &+ UInt8(truncatingIfNeeded: time.millisecond / 100))
      pair(time.millisecond % 100)
    }
  }

  /// Writes `+HH:MM` or `-HH:MM`.
  fileprivate mutating func offset(minutes: Int) {
    byte(minutes < 0 ? 0x2D : 0x2B)
    pair(abs(minutes) / 60)
    byte(0x3A)
    pair(abs(minutes) % 60)
  }
}
