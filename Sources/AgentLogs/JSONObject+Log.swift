package import CivilTime
package import JSON
package import Pricing

/// Reading members of logs, whose writers are less strict than providers.
extension JSONObject {
  /// The most tokens of one kind that a line is believed to tell of.
  private static let largestCount: Int64 = 100_000_000_000

  /// Returns the whole number under the first of `names` that is there, also where it is written as text; 0 without
  /// any and for what no count can be.
  package func count(_ names: String...) -> Int64 {
    for name in names {
      guard let value = self[name], !value.isNull else { continue }
      let number = value.number ?? value.string.flatMap { JSONNumber(lexeme: $0) }
      guard let count = number?.int64, (0...Self.largestCount).contains(count) else { return 0 }
      return count
    }
    return 0
  }

  /// Returns the text under the first of `names` that holds one that is not blank.
  package func text(_ names: String...) -> String? {
    for name in names { if let text = text(name) { return text } }
    return nil
  }

  /// Returns the text under `name`; nil where there is none, or a blank one.
  package func text(_ name: String) -> String? {
    guard let text = self[name]?.string, !text.isBlank else { return nil }
    return text
  }

  /// Returns the object under the first of `names` that holds one.
  package func object(_ names: String...) -> JSONObject? {
    for name in names { if let object = self[name]?.object { return object } }
    return nil
  }

  /// Returns the time under the first of `names` that holds one: RFC 3339, or seconds or milliseconds since 1970.
  package func instant(_ names: String...) -> Instant? {
    for name in names { if let instant = instant(name) { return instant } }
    return nil
  }

  /// Returns the time under `name`, written in any of these ways.
  package func instant(_ name: String) -> Instant? {
    guard let value = self[name] else { return nil }
    if let text = value.string, let instant = Instant(rfc3339: text) { return instant }
    let number = value.number ?? value.string.flatMap { JSONNumber(lexeme: $0) }
    return number.flatMap { Instant(logged: $0) }
  }

  /// Returns the amount of US dollars under the first of `names` that holds one above nothing.
  package func dollars(_ names: String...) -> Money? {
    for name in names {
      guard let number = self[name]?.number, let (significand, exponent) = number.decimal(),
        let money = Money(rounding: significand, exponent: exponent), money > .zero, money <= Cost.largestAmount
      else { continue }
      return money
    }
    return nil
  }
}

extension String {
  /// Whether it is nothing but blanks.
  var isBlank: Bool {
    // Most texts begin with a letter, which their first byte tells.
    if let first = utf8.first, (0x21...0x7E).contains(first) { return false }
    return allSatisfy(\.isWhitespace)
  }
}

extension Instant {
  /// Numbers up to here are seconds, above it milliseconds: as seconds, it is the year 33658.
  private static let lastSecond: Int128 = 1_000_000_000_000

  /// Numbers of more digits are no times, and their thousandfold might not fit.
  private static let longestSignificand: Int128 = 100_000_000_000_000_000_000

  /// Reads seconds or milliseconds since 1970, with decimals or without.
  init?(logged number: JSONNumber) {
    // Trailing zeros are in the exponent: 1790000000000 has one of 10.
    guard let (significand, exponent) = number.decimal(), significand > 0, significand < Self.longestSignificand,
      (-40...15).contains(exponent)
    else { return nil }
    var milliseconds = Int128(significand) * 1_000
    if exponent > 0 { for _ in 0..<exponent { milliseconds *= 10 } }
    if exponent < 0 { for _ in 0..<(0 - exponent) { milliseconds /= 10 } }
    if milliseconds / 1_000 > Self.lastSecond { milliseconds /= 1_000 }
    guard let milliseconds = Int64(exactly: milliseconds) else { return nil }
    self.init(milliseconds: milliseconds)
  }
}
