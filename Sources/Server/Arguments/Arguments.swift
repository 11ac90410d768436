import JSON
import Ledger
import MCP
import Service

/// The arguments of a tool call, mended and let pass by its schema, read by name.
struct Arguments {
  /// What a dimension says that a record does not have, in filters and answers.
  static let absent = "(none)"
  /// The word that says nothing where a text may only be one of a few.
  private static let noChoice = "none"
  /// The longest text of a dimension or name, in characters.
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
        message:
          "Argument `\(name)` has \(text.count) characters; at most \(longest) are kept. Shorten it and call again.")
    }
    return text
  }

  /// Returns the text of a dimension, empty for one that is said to be absent; nil when nothing is said.
  ///
  /// - Throws: ``ToolFailure`` for a text that is too long.
  func dimension(_ dimension: Dimension) throws -> String? {
    let text = try text(dimension.rawValue)
    return text == Self.absent ? "" : text
  }

  /// Returns the name in a dimension of a call, or nil when it has none.
  ///
  /// - Throws: ``ToolFailure`` for a text that is too long.
  func name(_ dimension: Dimension) throws -> String? {
    try self.dimension(dimension).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Returns the word called `name` out of a few, in small letters, or nil when it is absent or `none`.
  func choice(_ name: String) throws -> String? {
    let word = try text(name)?.lowercased()
    return word == Self.noChoice ? nil : word
  }

  /// Returns the service tier in small letters, empty for standard service under any of its names; nil when nothing is
  /// said.
  ///
  /// - Throws: ``ToolFailure`` for a tier that no price knows.
  func serviceTier() throws -> String? {
    guard let name = try text("service_tier")?.lowercased() else { return nil }
    guard Self.tiers.contains(name) else {
      throw ToolFailure(
        message:
          "Argument `service_tier` must be one of \(Self.tiers.joined(separator: ", ")), not \"\(name.prefix(40))\".")
    }
    return UsageDraft.tier(name)
  }

  private static let tiers = [
    "standard", "batch", "flex", "priority", "fast", "ultrafast", "balanced", "default", "auto",
  ]

  /// Returns the whole number called `name`, or nil when it is absent.
  func integer(_ name: String) throws -> Int64? {
    guard let number = object[name]?.number else { return nil }
    guard let integer = number.int64 else {
      throw ToolFailure(
        message:
          "Argument `\(name)`: \(Arguments.shown(number)) is out of range for one call; give 0 to 100,000,000,000.")
    }
    return integer
  }

  /// Returns the whole number from 1 up called `name`, or nil when it is absent or 0, which cannot be meant.
  func number(_ name: String, upTo most: Int64) throws -> Int64? {
    guard let integer = try integer(name), integer != 0 else { return nil }
    guard (1...most).contains(integer) else {
      throw ToolFailure(message: "Argument `\(name)`: \(integer) is out of range; give 1 to \(Grouped.text(most)).")
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

  /// Whether an argument says something: it is there, and no number of none, with which frameworks fill in others.
  func states(_ name: String) -> Bool { object[name].map { $0.number?.int64 != 0 } ?? false }

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
