import CivilTime
import JSON
import Ledger
import Pricing

/// A row of a table, or a line of JSON, whose members are known by their names.
///
/// Names are compared by their letters and digits alone: `Input Tokens`, `input-tokens` and `inputTokens` are one name.
struct NamedRow {
  /// The members by folded name.
  private var members: JSONObject

  /// Takes the members of a line; of two that fold to one name, the first counts.
  init(_ line: JSONObject) {
    members = JSONObject()
    for (name, value) in line where !value.isNull { add(value, as: Self.folded(name)) }
  }

  /// Creates a row without members.
  init() { members = JSONObject() }

  /// Adds a member whose name is folded already, where it has none of this name.
  mutating func add(_ value: JSONValue, as name: String) {
    if !members.contains(name) { members.append(name, value) }
  }

  /// Takes the members of a usage object that counts cached tokens by the names that rows have; returns whether it does.
  mutating func takeOwnCounts(_ usage: JSONObject) -> Bool {
    let counts = NamedRow(usage)
    guard counts.has("cachereadtokens", "cachewritetokens", "cachewrite1htokens") else { return false }
    for (name, value) in counts.members { add(value, as: name) }
    return true
  }

  /// Returns the name by which a column is known.
  static func folded(_ name: String) -> String {
    String(decoding: name.lowercased().utf8.filter { $0 >= 0x80 || Self.isLetterOrDigit($0) }, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}

// Reading members; each takes the first of its names that holds what is asked for.
extension NamedRow {
  /// Returns whether a member of one of these names is there.
  func has(_ names: String...) -> Bool { names.contains { members.contains($0) } }

  /// Returns the value under `name`.
  subscript(_ name: String) -> JSONValue? { members[name] }

  /// Returns the text, also of a number.
  func text(_ names: String...) -> String? {
    for name in names {
      if let text = members[name]?.string?.trimmed, !text.isEmpty { return text }
      if let number = members[name]?.number { return number.lexeme }
    }
    return nil
  }

  /// Returns the value, or what its text means as JSON, where it is that of a list or an object.
  func json(_ name: String) -> JSONValue? {
    guard let text = members[name]?.string?.trimmed, text.hasPrefix("{") || text.hasPrefix("[") else {
      return members[name]
    }
    do { return try JSONParser.parse(Array(text.utf8)) } catch { return nil }
  }

  /// Returns the whole number; nil without any, and for what no count can be.
  func count(_ names: String...) -> Int64? {
    for name in names {
      guard let value = members[name], value.string?.isEmpty != true else { continue }
      guard let number = Self.number(value)?.int64, number >= 0, number <= Usage.largestQuantity / 1_000 else {
        return nil
      }
      return number
    }
    return nil
  }

  /// Returns the amount of US dollars, where it is above nothing.
  func dollars(_ names: String...) -> Money? {
    for name in names {
      guard let value = members[name], let (significand, exponent) = Self.number(value)?.decimal(),
        let money = Money(rounding: significand, exponent: exponent), money > .zero, money <= Cost.largestAmount
      else { continue }
      return money
    }
    return nil
  }

  /// Returns the time.
  func instant(_ names: String...) -> Instant? {
    for name in names {
      if let text = members[name]?.string, let instant = Instant(lenient: text) { return instant }
      if let number = members[name].flatMap(Self.number), let instant = Instant(logged: number) { return instant }
    }
    return nil
  }

  /// A number, or the text of one, such as `1,234` or `$0.12`.
  static func number(_ value: JSONValue) -> JSONNumber? {
    if let number = value.number { return number }
    guard let text = value.string?.trimmed, !text.isEmpty, text.utf8.count <= 64 else { return nil }
    if let number = JSONNumber(lexeme: text) { return number }
    let plain = text.hasPrefix("$") ? text.dropFirst() : text[...]
    return JSONNumber(lexeme: String(withoutThousands(plain) ?? plain))
  }

  /// The number without commas, where they stand before three digits each.
  private static func withoutThousands(_ text: Substring) -> Substring? {
    let whole = text.prefix { $0 != "." }
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, (1...3).contains(groups[0].utf8.count),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
    else { return nil }
    return groups.joined() + text.dropFirst(whole.count)
  }
}
