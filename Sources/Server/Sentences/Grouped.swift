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

  /// Returns `count` x 10^-`places` without trailing zeros.
  package static func fraction(_ count: Int64, places: Int) -> String {
    let digits = String(count.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    var decimals = padded.suffix(places)
    while decimals.last == "0" { decimals.removeLast() }
    return (count < 0 ? "-" : "") + padded.dropLast(places) + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// Returns so many of something that is counted: `1 record`, `2,000 records`.
  package static func count(_ number: Int64, _ noun: String) -> String {
    "\(text(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
