import CivilTime

/// Times as people read them.
enum ShortTime {
  /// Returns a time to the minute in a zone: `2026-11-22 09:05`.
  static func text(_ instant: Instant, _ zone: Zone) -> String {
    let text = instant.rfc3339(in: zone)
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}

/// A share as a bar of ten marks.
enum Bar {
  /// Returns the bar of hundredths of a percent; full from 100 percent on, and not empty above 0.
  static func text(_ basisPoints: Int64) -> String {
    let marks = basisPoints <= 0 ? 0 : Int(min(10, max(1, basisPoints / 1_000)))
    return String(repeating: "#", count: marks) + String(repeating: ".", count: 10 - marks)
  }
}
