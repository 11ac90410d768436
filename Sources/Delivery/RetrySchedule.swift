import CivilTime
import Ledger

/// When a message that was not taken is sent again.
package enum RetrySchedule {
  /// The longest pause between attempts: six hours, in milliseconds.
  package static let longestPause: Int64 = 6 * 3_600_000
  /// How many days after it was made a message is given up.
  package static let daysUntilGivenUp: Int64 = 7

  /// Returns the pause after so many attempts: a second, doubled with each, of which half is left to chance.
  ///
  /// - Parameter chance: 0 up to 65,535.
  static func pause(afterAttempts attempts: Int64, chance: UInt16) -> Int64 {
    let whole = min(longestPause, 1_000 << min(max(attempts, 1) - 1, 30))
    return whole / 2 + whole / 2 * Int64(chance) / 65_535
  }

  /// Returns the time at which a `Retry-After` header allows the next attempt, at most a day ahead.
  ///
  /// - Parameter header: Seconds, or a date as RFC 9110 writes it; nil for any other text.
  static func time(ofHeader header: String, now: Instant) -> Instant? {
    let text = header.trimmed
    let latest = now.adding(milliseconds: Ledger.longestWaitMilliseconds)
    if let seconds = Int64(text), seconds >= 0 {
      return min(latest, now.adding(milliseconds: min(seconds, Instant.secondsPerDay) * 1_000))
    }
    return httpDate(text).map { min(latest, max(now, $0)) }
  }

  /// Reads `Sat, 21 Nov 2026 12:00:00 GMT`.
  private static func httpDate(_ text: String) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[3].utf8.count == 4,
      let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
    return Instant(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension String {
  fileprivate var trimmed: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
