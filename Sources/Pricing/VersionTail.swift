/// What may follow a model's name without making it the name of another model: dates, snapshot and
/// revision numbers, and words such as `latest` and `preview`.
///
/// A single digit is none of these, as `-5` behind `claude-sonnet-4` is another model; nor is any other word.
enum VersionTail {
  private static let words: Set<[UInt8]> = Set(
    ["latest", "preview", "exp", "experimental", "beta", "default", "stable"].map { Array($0.utf8) })

  /// Ways of OpenRouter to call a model, behind a colon, at that model's price; `:free` and `:batch` have their own.
  private static let routes: Set<[UInt8]> = Set(
    ["thinking", "online", "nitro", "floor", "extended", "exacto", "beta"].map { Array($0.utf8) })

  /// Returns a name of OpenRouter without the way in which a host is chosen; nil where it has none.
  static func withoutRoute(_ name: String) -> String? {
    [":online", ":nitro", ":floor"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.utf8.count)) }
  }

  /// Returns whether `bytes`, which follow a name, leave it the same model; true for none.
  static func isVersion(_ bytes: ArraySlice<UInt8>) -> Bool {
    var numbers: [ArraySlice<UInt8>] = []
    var rest = bytes
    while let separator = rest.popFirst() {
      guard separator.isNameSeparator else { return false }
      let segment = rest.prefix { !$0.isNameSeparator }
      rest = rest.dropFirst(segment.count)
      if !segment.isEmpty, segment.allSatisfy(\.isDigit), separator != UInt8(ascii: ":") {
        numbers.append(segment)
        continue
      }
      guard areDates(numbers), isRevision(segment, after: separator) || words.contains(Array(segment)) else {
        return false
      }
      numbers = []
    }
    return areDates(numbers)
  }

  /// `v1` or `v0.2`, as a second version may be another model, and behind a colon the number of Bedrock's
  /// revision, such as `0` or `200k`.
  private static func isRevision(_ segment: ArraySlice<UInt8>, after separator: UInt8) -> Bool {
    if separator == UInt8(ascii: ":") {
      if routes.contains(Array(segment)) { return true }
      let digits = segment.last == UInt8(ascii: "k") ? segment.dropLast() : segment
      return (1...4).contains(digits.count) && digits.allSatisfy(\.isDigit)
    }
    return segment.elementsEqual("v1".utf8)
      || (segment.count == 4 && segment.starts(with: "v0.".utf8) && segment.last?.isDigit == true)
  }

  /// Whether numbers, one behind the other, are a date or the number of a snapshot: `20250929`, `2025-09-29`,
  /// `09-2025`, `05-06`, `0613`, `2506` or `001`.
  private static func areDates(_ numbers: [ArraySlice<UInt8>]) -> Bool {
    let digits = numbers.joined().map { Int($0) - 48 }
    func number(_ places: Range<Int>) -> Int { digits[places].reduce(0) { $0 * 10 + $1 } }
    switch numbers.map(\.count) {
    case []: return true
    case [3]: return number(0..<2) == 0 && digits[2] > 0
    case [4], [2, 2]:
      return isDay(2024, number(0..<2), number(2..<4)) || isDay(2000 + number(0..<2), number(2..<4), 1)
    case [2, 4]: return isDay(number(2..<6), number(0..<2), 1)
    case [4, 2]: return isDay(number(0..<4), number(4..<6), 1)
    case [6]: return isDay(2000 + number(0..<2), number(2..<4), number(4..<6))
    case [8], [4, 2, 2]: return isDay(number(0..<4), number(4..<6), number(6..<8))
    default: return false
    }
  }

  /// Whether the numbers make a day that a model can have; years before 2023 are parts of other numbers.
  private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    (2023...2039).contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }

  /// Whether this parts a name from its version.
  var isNameSeparator: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: "@") || self == UInt8(ascii: ":")
  }
}
