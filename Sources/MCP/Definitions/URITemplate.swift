/// A URI template of RFC 6570 with variables `{name}` and one optional query `{?a,b}` at its end.
package struct URITemplate: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case text([UInt8])
    case variable(String)
  }
  private var parts: [Part] = []
  private var query: [String] = []

  /// The names of the variables, in order.
  package var variables: [String] {
    parts.compactMap { if case .variable(let name) = $0 { name } else { nil } } + query
  }

  /// Reads a template.
  package init(_ template: String) {
    var rest = Array(template.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      if open > rest.startIndex { parts.append(.text(Array(rest[..<open]))) }
      let expression = rest[(open + 1)..<close]
      if expression.first == UInt8(ascii: "?") {
        query = expression.dropFirst().split(separator: UInt8(ascii: ",")).map { Self.text($0) }
      } else {
        parts.append(.variable(Self.text(expression)))
      }
      rest = rest[(close + 1)...]
    }
    if !rest.isEmpty { parts.append(.text(Array(rest))) }
  }

  /// Returns the values by which a URI comes from the template, decoded, or nil when it does not.
  ///
  /// A variable of the path is at least one byte long and reaches to the next slash, or to the text that
  /// follows it; a query may leave variables out and give them in any order, each once.
  package func match(_ uri: String) -> [String: String]? {
    let bytes = Array(uri.utf8)[...]
    let mark = query.isEmpty ? nil : bytes.firstIndex(of: UInt8(ascii: "?"))
    var values: [String: String] = [:]
    guard matchPath(bytes[..<(mark ?? bytes.endIndex)], &values) else { return nil }
    if let mark, !matchQuery(bytes[(mark + 1)...], &values) { return nil }
    return values
  }

  /// Returns the URI that the values give; a variable without a value is left out.
  ///
  /// - Source: RFC 6570, sections 3.2.2 and 3.2.8: all but unreserved characters are escaped.
  package func expanded(_ values: [String: String]) -> String {
    var uri: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text): uri += text
      case .variable(let name): Self.encode(values[name] ?? "", into: &uri)
      }
    }
    var separator = UInt8(ascii: "?")
    for name in query {
      guard let value = values[name] else { continue }
      uri.append(separator)
      uri += Array(name.utf8) + [UInt8(ascii: "=")]
      Self.encode(value, into: &uri)
      separator = UInt8(ascii: "&")
    }
    return Self.text(uri[...])
  }

  private func matchPath(_ path: ArraySlice<UInt8>, _ values: inout [String: String]) -> Bool {
    var rest = path
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        guard rest.starts(with: text) else { return false }
        rest = rest.dropFirst(text.count)
      case .variable(let name):
        let end = variableEnd(in: rest, before: parts[(index + 1)...].first)
        guard end > rest.startIndex, let value = Self.decoded(rest[..<end]) else { return false }
        values[name] = value
        rest = rest[end...]
      }
    }
    return rest.isEmpty
  }

  private func variableEnd(in rest: ArraySlice<UInt8>, before next: Part?) -> Int {
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    guard case .text(let text)? = next, !rest[end...].starts(with: text) else { return end }
    return rest[..<end].indices.first { rest[$0...].starts(with: text) } ?? end
  }

  private func matchQuery(_ text: ArraySlice<UInt8>, _ values: inout [String: String]) -> Bool {
    for pair in text.split(separator: UInt8(ascii: "&")) {
      let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0]), query.contains(name), values[name] == nil,
        let value = Self.decoded(sides.count == 2 ? sides[1] : [])
      else { return false }
      values[name] = value
    }
    return true
  }

  /// Returns the text with its percent escapes undone; nil when they are broken or give no UTF-8.
  private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func encode(_ value: String, into uri: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in value.utf8 {
      if isUnreserved(byte) {
        uri.append(byte)
      } else {
        uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }

  /// - Source: RFC 3986, section 2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
