/// A failed call of SQLite, as facts.
package struct SQLiteError: Error, Hashable {
  /// The extended result code.
  package let code: Int32
}
