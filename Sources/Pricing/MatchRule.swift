/// One rule of a price file by which a model name, or a provider, is recognised; everything stated must hold.
///
/// Works on the UTF-8 of names in lower case. There are no patterns, only these comparisons.
struct MatchRule: Sendable, Hashable {
  /// The name begins with this.
  var prefix: [UInt8]?
  /// The name ends with this.
  var suffix: [UInt8]?
  /// The name has this somewhere.
  var contains: [UInt8]?
  /// The name has this nowhere.
  var without: [UInt8]?
  /// The name is this followed by `-YYYYMMDD`, `@YYYYMMDD`, `-YYYY-MM-DD` or `@YYYY-MM-DD`.
  var dated: [UInt8]?
  /// The name is this, alone or followed by a version.
  var version: [UInt8]?
  /// The same, where a region or a maker may come before it, such as `us.anthropic.`.
  var hostedVersion: [UInt8]?
  /// The name begins with this and a digit.
  var prefixDigit: [UInt8]?

  /// Returns whether the rule holds for `name`, the UTF-8 of a name in lower case.
  func matches(_ name: [UInt8]) -> Bool {
    if let prefix, !name.starts(with: prefix) { return false }
    if let suffix, !name.reversed().starts(with: suffix.reversed()) { return false }
    if let contains, !name.has(contains) { return false }
    if let without, name.has(without) { return false }
    if let dated {
      guard name.starts(with: dated), name[dated.count...].isDateSuffix else { return false }
    }
    if let version, !name.isVersion(of: version, at: 0) { return false }
    if let hostedVersion, !name.hasVersion(of: hostedVersion) { return false }
    if let prefixDigit {
      guard name.starts(with: prefixDigit), name.count > prefixDigit.count,
        name[prefixDigit.count].isDigit
      else { return false }
    }
    return true
  }
}

extension [UInt8] {
  /// Returns whether `part` is anywhere in these bytes.
  fileprivate func has(_ part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }

  /// Returns whether these bytes from `start` on are a version of the name `part`.
  fileprivate func isVersion(of part: [UInt8], at start: Int) -> Bool {
    guard self[start...].starts(with: part) else { return false }
    // A part that ends with a separator lends it to the version, which then must be there.
    let lends = part.last?.isNameSeparator == true
    let tail = self[(start + part.count - (lends ? 1 : 0))...]
    return lends && tail.count == 1 ? false : VersionTail.isVersion(tail)
  }

  /// Returns whether a version of the name `part` is in these bytes, at their start or behind hosts.
  fileprivate func hasVersion(of part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { start in
      isVersion(of: part, at: start) && self[..<start].isHosts
    }
  }

  /// These bytes of a name with every `-YYYYMMDD` of this century, at the end or before `-` or `:`, written
  /// as `-YYYY-MM-DD`; nil when there is none.
  var withDashedDates: [UInt8]? {
    let dash = UInt8(ascii: "-")
    var result: [UInt8] = []
    var place = 0
    var hasChanged = false
    while place < count {
      if self[place...].beginsWithCompactDate {
        let digits = self[(place + 1)...]
        let start = digits.startIndex
        result += [dash] + digits[start..<(start + 4)]
        result += [dash] + digits[(start + 4)..<(start + 6)]
        result += [dash] + digits[(start + 6)..<(start + 8)]
        place += 9
        hasChanged = true
      } else {
        result.append(self[place])
        place += 1
      }
    }
    return hasChanged ? result : nil
  }
}

extension ArraySlice<UInt8> {
  /// Regions of Bedrock, and makers whose models others sell.
  private static let hosts: Set<[UInt8]> = Set(
    [
      "us", "eu", "apac", "us-gov", "jp", "au", "ca", "sa", "in", "global", "anthropic", "amazon", "google",
    ].map { Array($0.utf8) })

  /// Whether these bytes are nothing, or hosts, each with a point or a slash behind it.
  fileprivate var isHosts: Bool {
    var rest = self
    while let end = rest.firstIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) {
      guard Self.hosts.contains(Array(rest[..<end])) else { return false }
      rest = rest[(end + 1)...]
    }
    return rest.isEmpty
  }

  private var firstIsSeparator: Bool { first == UInt8(ascii: "-") || first == UInt8(ascii: "@") }

  /// Whether these bytes are a separator and a date with or without dashes, nothing else.
  fileprivate var isDateSuffix: Bool {
    guard firstIsSeparator, VersionTail.isVersion(self) else { return false }
    let date = dropFirst()
    if date.count == 8 { return date.allSatisfy(\.isDigit) }
    guard date.count == 10 else { return false }
    return date.enumerated().allSatisfy { offset, byte in
      offset == 4 || offset == 7 ? byte == UInt8(ascii: "-") : byte.isDigit
    }
  }

  /// Whether these bytes begin with `-20YYMMDD` before their end, a `-` or a `:`.
  fileprivate var beginsWithCompactDate: Bool {
    guard count >= 9, starts(with: "-20".utf8), dropFirst().prefix(8).allSatisfy(\.isDigit) else {
      return false
    }
    let next = dropFirst(9).first
    return next == nil || next == UInt8(ascii: "-") || next == UInt8(ascii: ":")
  }
}
