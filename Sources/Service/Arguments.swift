import JSON
import MCP

/// The arguments of a tool call, which its schema has let pass, read by name.
struct Arguments {
  /// The longest text of a dimension or name, in characters (DESIGN, contract).
  static let longestText = 256

  let object: JSONObject

  /// Takes the arguments that `identity` has given.
  ///
  /// - Throws: ``ToolFailure`` when they name a user whose usage it does not see.
  init(_ object: JSONObject, of identity: Identity) throws(ToolFailure) {
    try identity.check(object)
    self.object = object
  }

  /// Returns the text called `name`, or nil when it is absent.
  ///
  /// - Throws: ``ToolFailure`` for a text that is too long.
  func text(_ name: String, longest: Int = longestText) throws -> String? {
    guard let text = object[name]?.string else { return nil }
    guard text.utf8.count <= longest || text.count <= longest else {
      throw ToolFailure(
        message: "Argument `\(name)` has \(text.count) characters; at most \(longest) are kept. Shorten it and call again.")
    }
    return text
  }

  /// Returns the whole number called `name`, or nil when it is absent.
  func integer(_ name: String) throws -> Int64? {
    guard let number = object[name]?.number else { return nil }
    guard let integer = number.int64 else {
      throw ToolFailure(message: "Argument `\(name)`: \(Arguments.shown(number)) is out of range for one call; give 0 to 100,000,000,000.")
    }
    return integer
  }

  /// The digits of a number as a message shows them: cut, as a client may send millions.
  static func shown(_ number: JSONNumber) -> String {
    let digits = number.lexeme
    return digits.utf8.count <= 40 ? digits : "\(digits.prefix(40))..."
  }

  /// Returns the number called `name`, or nil when it is absent.
  func number(_ name: String) -> JSONNumber? { object[name]?.number }

  /// Returns the truth value called `name`, or false.
  func flag(_ name: String) -> Bool { object[name]?.bool ?? false }

  /// Returns the texts of the list called `name`, or none.
  func texts(_ name: String) throws -> [String] {
    try (object[name]?.array ?? []).compactMap(\.string).map { text in
      guard text.utf8.count <= Self.longestText || text.count <= Self.longestText else {
        throw ToolFailure(message: "Argument `\(name)` holds a text of \(text.count) characters; at most 256 are kept.")
      }
      return text
    }
  }

  /// Returns the object called `name`, or nil when it is absent.
  func object(_ name: String) -> JSONObject? { object[name]?.object }
}
