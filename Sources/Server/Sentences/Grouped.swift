import Service

/// Writing large numbers for people.
package enum Grouped {
  /// Returns a number with commas between its thousands.
  package static func text(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// Returns so many of something that is counted: `1 record`, `2,000 records`.
  package static func count(_ number: Int64, _ noun: String) -> String {
    "\(text(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
