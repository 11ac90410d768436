import JSON
import Ledger
import Service

/// The arguments of a tool call, mended and let pass by its schema, read by name.
struct Arguments {
  /// The word that says nothing where a text may only be one of a few.
  private static let noChoice = "none"
  /// The longest text of a dimension or name, in characters.
  static let longestText = 256

  let object: JSONObject

  /// Takes the arguments that `identity` has given.
  ///
  /// - Throws: ``LedgerError/otherUser(only:)`` when they name a user whose usage it does not see.
  init(_ object: JSONObject, of identity: Identity) throws {
    self.object = object
    try identity.check(named(.userID))
  }

  /// Returns what the argument `name` holds, or nil when it is absent.
  subscript(_ name: ArgumentName) -> JSONValue? { object[name.rawValue] }

  /// Returns the text called `name`, or nil when it is absent.
  ///
  /// - Throws: ``ArgumentError`` for a text that is too long.
  func text(_ name: ArgumentName, longest: Int = longestText) throws -> String? {
    guard let text = self[name]?.string else { return nil }
    guard text.utf8.count <= longest || text.count <= longest else {
      throw ArgumentError.tooLong(name, characters: text.count, most: longest)
    }
    return text
  }

  /// Returns the text of a dimension, empty for one that is said to be absent; nil when nothing is said.
  ///
  /// - Throws: ``ArgumentError`` for a text that is too long.
  func dimension(_ dimension: Dimension) throws -> String? {
    let text = try text(ArgumentName(dimension))
    return text == AbsentName.text ? "" : text
  }

  /// Returns the name in a dimension of a call, or nil when it has none.
  ///
  /// - Throws: ``ArgumentError`` for a text that is too long.
  func name(_ dimension: Dimension) throws -> String? {
    try text(ArgumentName(dimension)).flatMap(AbsentName.name)
  }

  /// Returns the names in all dimensions of a call that have one.
  ///
  /// - Throws: ``ArgumentError`` for a text that is too long.
  func names() throws -> [Dimension: String] {
    var names: [Dimension: String] = [:]
    for dimension in Dimension.allCases { names[dimension] = try name(dimension) }
    return names
  }

  /// Returns the word called `name` out of a few, in small letters, or nil when it is absent or `none`.
  func choice(_ name: ArgumentName) throws -> String? {
    let word = try text(name)?.lowercased()
    return word == Self.noChoice ? nil : word
  }

  /// Returns the service tier in small letters, empty for standard service under any of its names; nil when nothing is
  /// said.
  ///
  /// - Throws: ``ArgumentError`` for a tier that no price knows.
  func serviceTier() throws -> String? {
    guard let name = try text(.serviceTier) else { return nil }
    guard let tier = ServiceTier.named(name) else {
      throw ArgumentError.notOneOf(.serviceTier, found: name.lowercased(), known: ServiceTier.names)
    }
    return tier
  }

  /// Returns the whole number called `name`, or nil when it is absent.
  func integer(_ name: ArgumentName) throws -> Int64? {
    guard let number = self[name]?.number else { return nil }
    guard let integer = number.int64 else {
      throw ArgumentError.notOfOneCall(
        ArgumentPlace(name), found: Self.shown(number), most: CallCounts.largestCount)
    }
    return integer
  }

  /// Returns the whole number from 1 up called `name`, or nil when it is absent or 0, which cannot be meant.
  func number(_ name: ArgumentName, upTo most: Int64) throws -> Int64? {
    guard let integer = try integer(name), integer != 0 else { return nil }
    guard (1...most).contains(integer) else {
      throw ArgumentError.outOfRange(name, found: integer, most: most)
    }
    return integer
  }

  /// The digits of a number as a message shows them: cut, as a client may send millions.
  static func shown(_ number: JSONNumber) -> String {
    let digits = number.lexeme
    return digits.utf8.count <= 40 ? digits : "\(digits.prefix(40))..."
  }

  /// Returns the number called `name`, or nil when it is absent.
  func number(_ name: ArgumentName) -> JSONNumber? { self[name]?.number }

  /// Whether an argument says something: it is there, and no number of none, with which frameworks fill in others.
  func states(_ name: ArgumentName) -> Bool { self[name].map { $0.number?.int64 != 0 } ?? false }

  /// Returns the truth value called `name`, or false.
  func flag(_ name: ArgumentName) -> Bool { self[name]?.bool ?? false }

  /// Returns the texts of the list called `name`, or none.
  func texts(_ name: ArgumentName) throws -> [String] {
    try (self[name]?.array ?? []).compactMap(\.string).map { text in
      guard text.utf8.count <= Self.longestText || text.count <= Self.longestText else {
        throw ArgumentError.itemTooLong(name, characters: text.count, most: Self.longestText)
      }
      return text
    }
  }

  /// Returns the object called `name`, or nil when it is absent.
  func object(_ name: ArgumentName) -> JSONObject? { self[name]?.object }

  /// The name of somebody that an argument gives; nil for one that names nobody.
  private func named(_ name: ArgumentName) -> String? {
    self[name]?.string.flatMap(AbsentName.name)
  }
}
