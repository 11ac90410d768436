import SQLite

extension LedgerStore {
  /// Returns the id of `text`, adding it to the file if it is new.
  func intern(_ text: String) throws(SQLiteError) -> TextID { try caches.texts.intern(text, in: connection) }

  /// Returns the id of `text`, or nil when no record has ever held it.
  func textID(of text: String) throws(SQLiteError) -> TextID? { try caches.texts.id(of: text, in: connection) }

  /// Returns the text with that id.
  ///
  /// - Throws: `corrupt` when it is not there.
  func text(_ id: TextID) throws(SQLiteError) -> String { try caches.texts.text(id, in: connection) }
}
