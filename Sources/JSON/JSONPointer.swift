/// A place in a JSON value (RFC 6901); written `/a/0`, empty for the whole.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// The keys and indices that lead to it, unescaped.
  package let components: [String]

  /// The whole value.
  package static let root = JSONPointer(components: [])

  /// Creates the pointer along `components`.
  package init(components: [String]) { self.components = components }

  /// Returns the pointer to the member `key` of this place.
  package func appending(_ key: String) -> JSONPointer { JSONPointer(components: components + [key]) }

  /// Returns the pointer to the element `index` of this place.
  package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  package var description: String { components.map { "/" + Self.escaped($0) }.joined() }

  private static func escaped(_ component: String) -> String {
    // Scalars, not characters: a combining mark after the slash would hide it.
    var text = String.UnicodeScalarView()
    for scalar in component.unicodeScalars {
      switch scalar {
      case "~": text.append(contentsOf: "~0".unicodeScalars)
      case "/": text.append(contentsOf: "~1".unicodeScalars)
      default: text.append(scalar)
      }
    }
    return String(text)
  }
}

extension JSONPointer {
  /// Creates the pointer that a fragment such as `#/$defs/price` means, or nil for anything else.
  ///
  /// - Source: RFC 6901, section 6: a percent sign escapes a byte.
  package init?(fragment: String) {
    guard fragment.utf8.first == UInt8(ascii: "#"), let text = Self.withoutPercents(fragment.utf8.dropFirst())
    else {
      return nil
    }
    guard !text.isEmpty else {
      self = .root
      return
    }
    var components: [String] = []
    for part in text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let component = Self.unescaped(part) else { return nil }
      components.append(component)
    }
    // What comes before the first slash.
    guard components.removeFirst().isEmpty else { return nil }
    self.init(components: components)
  }

  /// Returns the value at this place of `root`, or nil when there is none.
  package func value(in root: JSONValue) -> JSONValue? {
    var value = root
    for component in components {
      switch value {
      case .object(let object):
        guard let member = object[component] else { return nil }
        value = member
      case .array(let elements):
        // An index has neither sign nor leading zero.
        guard let index = Int(component), String(index) == component, elements.indices.contains(index) else {
          return nil
        }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  private static func withoutPercents(_ text: Substring.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(), let first = hexDigitValue(high),
        let second = hexDigitValue(low)
      else { return nil }
      bytes.append(first << 4 | second)
    }
    return bytes
  }

  private static func hexDigitValue(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
