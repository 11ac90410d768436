/// Reads the rule in the footer of a TZif file, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// - Source: RFC 9636, section 3.3, and the TZ variable of POSIX, whose offsets count westwards.
struct ZoneRuleParser {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Returns the rule, or nil where the text is none.
  static func rule(_ text: ArraySlice<UInt8>) -> ZoneRule? {
    var parser = ZoneRuleParser(bytes: text, position: text.startIndex)
    guard let rule = parser.rule(), parser.position == text.endIndex else { return nil }
    return rule
  }

  private mutating func rule() -> ZoneRule? {
    guard skipName(), let west = clock(hoursUpTo: 24) else { return nil }
    if position == bytes.endIndex { return ZoneRule(offset: -west, daylight: nil) }
    guard skipName() else { return nil }
    var daylightOffset = 3600 - west
    if next != 0x2C {
      guard let daylightWest = clock(hoursUpTo: 24) else { return nil }
      daylightOffset = -daylightWest
    }
    guard take(0x2C), let start = change(), take(0x2C), let end = change() else { return nil }
    return ZoneRule(
      offset: -west, daylight: ZoneRule.Daylight(offset: daylightOffset, start: start, end: end))
  }

  private mutating func change() -> ClockChange? {
    guard let day = day() else { return nil }
    guard take(0x2F) else { return ClockChange(day: day, secondsAfterMidnight: 7200) }
    guard let seconds = clock(hoursUpTo: 167) else { return nil }
    return ClockChange(day: day, secondsAfterMidnight: seconds)
  }

  private mutating func day() -> ClockChange.Day? {
    if take(0x4A) { return number(1...365).map(ClockChange.Day.withoutLeapDay) }
    guard take(0x4D) else { return number(0...365).map(ClockChange.Day.withLeapDay) }
    guard let month = number(1...12), take(0x2E), let week = number(1...5), take(0x2E),
      let weekday = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }

  /// Takes `[+-]h[h][:mm[:ss]]` and returns seconds.
  private mutating func clock(hoursUpTo limit: Int) -> Int? {
    let isNegative = next == 0x2D
    _ = take(0x2D) || take(0x2B)
    guard let hours = number(0...limit) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(0x3A) {
      guard let field = number(0...59) else { return nil }
      seconds += field * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// Takes an abbreviation: letters, or letters, digits and signs between angle brackets.
  private mutating func skipName() -> Bool {
    let start = position
    if take(0x3C) {
      while let next, next != 0x3E { position += 1 }
      return take(0x3E)
    }
    while let next, 0x41...0x5A ~= next || 0x61...0x7A ~= next { position += 1 }
    return position > start
  }

  private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let start = position
    var value = 0
    while let next, 0x30...0x39 ~= next, position - start < 3 {
      value = value * 10 + Int(next - 0x30)
      position += 1
    }
    return position > start && range.contains(value) ? value : nil
  }
}
