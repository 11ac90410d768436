/// What may stand behind a model's name without making it the name of another model: dates, snapshot and
/// revision numbers, and words such as `latest` and `preview`.
///
/// A single digit is none of these, as `-5` behind `claude-sonnet-4` is another model; nor is any other word.
enum VersionTail {
  private static let words: Set<[UInt8]> = Set(
    ["latest", "preview", "exp", "experimental", "beta", "default", "stable"].map { Array($0.utf8) })

  /// Ways of OpenRouter to call a model, behind a colon, at that model's price; `:free` and `:batch` have their own.
  private static let routes: Set<[UInt8]> = Set(
    ["thinking", "online", "nitro", "floor", "extended", "exacto", "beta"].map { Array($0.utf8) })

  /// Returns whether `bytes`, which follow a name, leave it the same model; true for none.
  static func isVersion(_ bytes: ArraySlice<UInt8>) -> Bool {
    var numbers: [Int] = []
    var rest = bytes
    while let separator = rest.popFirst() {
      guard separator.isNameSeparator else { return false }
      let segment = rest.prefix { !$0.isNameSeparator }
      rest = rest.dropFirst(segment.count)
      if !segment.isEmpty, segment.allSatisfy(\.isDigit), separator != UInt8(ascii: ":") {
        numbers.append(segment.count)
        continue
      }
      guard areDates(numbers), isRevision(segment, after: separator) || words.contains(Array(segment)) else {
        return false
      }
      numbers = []
    }
    return areDates(numbers)
  }

  /// `v1` or `v0.2`, and behind a colon the number of Bedrock's revision, such as `0` or `200k`.
  private static func isRevision(_ segment: ArraySlice<UInt8>, after separator: UInt8) -> Bool {
    if separator == UInt8(ascii: ":") {
      if routes.contains(Array(segment)) { return true }
      let digits = segment.last == UInt8(ascii: "k") ? segment.dropLast() : segment
      return (1...4).contains(digits.count) && digits.allSatisfy(\.isDigit)
    }
    guard segment.first == UInt8(ascii: "v"), (2...4).contains(segment.count) else { return false }
    return segment.dropFirst().allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") } && segment.last?.isDigit == true
  }

  /// Whether numbers of so many digits, one behind the other, are dates or snapshot numbers: `20250929`,
  /// `2025-09-29`, `09-2025`, `05-06`, `0613` or `001`.
  private static func areDates(_ digits: [Int]) -> Bool {
    switch digits {
    case [], [3], [4], [6], [8], [2, 2], [2, 4], [4, 2], [4, 2, 2]: true
    default: false
    }
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }

  /// Whether this parts a name from its version.
  var isNameSeparator: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: "@") || self == UInt8(ascii: ":") }
}
