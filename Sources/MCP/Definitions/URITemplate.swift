/// A URI template of RFC 6570 with simple variables `{name}` and one optional query `{?a,b}` at its end.
package struct URITemplate: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case text(String)
    case variable(String)
  }
  private let parts: [Part]
  private let query: [String]

  /// The names of the variables, in order.
  package var variables: [String] {
    parts.compactMap { if case .variable(let name) = $0 { name } else { nil } } + query
  }

  /// Reads a template.
  package init(_ template: String) {
    var parts: [Part] = []
    var query: [String] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      let name = rest[rest.index(after: open)..<close]
      if name.first == "?" {
        query = name.dropFirst().split(separator: ",").map(String.init)
      } else {
        parts.append(.variable(String(name)))
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
    self.query = query
  }

  /// Returns the values by which a URI comes from the template, decoded, or nil when it does not.
  ///
  /// A variable of the path is at least one character long and holds no `/`; a query may leave variables out.
  package func match(_ uri: String) -> [String: String]? {
    let halves = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var values: [String: String] = [:]
    guard matchPath(halves[0][...], &values) else { return nil }
    if halves.count == 2 {
      guard !query.isEmpty, matchQuery(halves[1], &values) else { return nil }
    }
    return values
  }

  private func matchPath(_ path: Substring, _ values: inout [String: String]) -> Bool {
    var rest = path
    for part in parts {
      switch part {
      case .text(let text):
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
      case .variable(let name):
        let value = rest.prefix { $0 != "/" }
        guard !value.isEmpty, let decoded = Self.decoded(value) else { return false }
        values[name] = decoded
        rest = rest.dropFirst(value.count)
      }
    }
    return rest.isEmpty
  }

  private func matchQuery(_ text: Substring, _ values: inout [String: String]) -> Bool {
    for pair in text.split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard query.contains(String(sides[0])), let value = Self.decoded(sides.count == 2 ? sides[1] : "") else {
        return false
      }
      values[String(sides[0])] = value
    }
    return true
  }

  /// Returns the text with its percent escapes undone; nil when they are broken or no UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var iterator = text.utf8.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = iterator.next(), let low = iterator.next(),
        let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
