import JSON
import SQLite

/// The ids of interned texts, as far as this process has met them.
struct TextCache {
  /// The id of the empty text, which every ledger holds from the start.
  static let empty: Int64 = 1
  private var ids: [ExactText: Int64] = [ExactText(""): Self.empty]
  private var values: [Int64: String] = [Self.empty: ""]
  /// How many texts are kept before the cache starts anew, which bounds memory.
  private static let capacity = 20_000

  /// Returns the id of `text`, adding it to the table if it is new.
  mutating func intern(_ text: String, in connection: Connection) throws(SQLiteError) -> Int64 {
    if let known = try id(of: text, in: connection) { return known }
    try connection.run("INSERT INTO text (value) VALUES (?)", .text(text))
    remember(connection.lastInsertRowID, text)
    return connection.lastInsertRowID
  }

  /// Returns the id of `text`, or nil when no record has ever held it.
  mutating func id(of text: String, in connection: Connection) throws(SQLiteError) -> Int64? {
    if let known = ids[ExactText(text)] { return known }
    let found = try connection.firstInteger("SELECT id FROM text WHERE value = ?", .text(text))
    if let found { remember(found, text) }
    return found
  }

  /// Returns the text with that id.
  ///
  /// - Throws: `corrupt` when it is not there.
  mutating func text(_ id: Int64, in connection: Connection) throws(SQLiteError) -> String {
    if let known = values[id] { return known }
    let found = try connection.firstText("SELECT value FROM text WHERE id = ?", .integer(id))
    guard let found else { throw .missing(row: id, of: "text", in: connection) }
    remember(id, found)
    return found
  }

  private mutating func remember(_ id: Int64, _ text: String) {
    if ids.count >= Self.capacity { self = TextCache() }
    ids[ExactText(text)] = id
    values[id] = text
  }
}
