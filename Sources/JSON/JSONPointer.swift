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
    var text = ""
    for character in component {
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(character)
      }
    }
    return text
  }
}
