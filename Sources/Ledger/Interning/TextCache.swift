import JSON
import SQLite

/// The ids of interned texts, as far as this process has met them.
struct TextCache {
  private var ids: [ExactText: TextID] = [ExactText(""): .empty]
  private var values: [TextID: String] = [.empty: ""]
  /// The last text of each length, as the same few come again and again: finding one here takes no hashing.
  private var recent = [(text: String, id: TextID)](repeating: ("", .empty), count: Self.recentLengths)
  private static let recentLengths = 64
  /// How many texts are kept before the cache starts over, which bounds memory.
  private static let capacity = 20_000

  /// Returns the id of `text`, adding it to the table if it is new.
  mutating func intern(_ text: String, in connection: Connection) throws(SQLiteError) -> TextID {
    if let known = try id(of: text, in: connection) { return known }
    try connection.run("INSERT INTO text (value) VALUES (?)", .text(text))
    let id: TextID = connection.lastInserted()
    remember(id, text)
    return id
  }

  /// Returns the id of `text`, or nil when no record has ever held it.
  mutating func id(of text: String, in connection: Connection) throws(SQLiteError) -> TextID? {
    let place = text.utf8.count % Self.recentLengths
    if recent[place].text.hasSameScalars(as: text) { return recent[place].id }
    if let known = ids[ExactText(text)] {
      recent[place] = (text, known)
      return known
    }
    let found: TextID? = try connection.firstID("SELECT id FROM text WHERE value = ?", .text(text))
    if let found { remember(found, text) }
    return found
  }

  /// Returns the text with that id.
  ///
  /// - Throws: `corrupt` when it is not there.
  mutating func text(_ id: TextID, in connection: Connection) throws(SQLiteError) -> String {
    if let known = values[id] { return known }
    let found = try connection.firstText("SELECT value FROM text WHERE id = ?", id.value)
    guard let found else { throw .missing(row: id.number, of: "text", in: connection) }
    remember(id, found)
    return found
  }

  private mutating func remember(_ id: TextID, _ text: String) {
    if ids.count >= Self.capacity { self = TextCache() }
    ids[ExactText(text)] = id
    values[id] = text
  }
}
