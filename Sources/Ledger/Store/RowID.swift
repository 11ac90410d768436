import SQLite

/// The number of a row of one table, which is no number of another table's row.
struct RowID<Table>: Hashable, Sendable {
  /// The number in the file.
  let number: Int64

  init(_ number: Int64) { self.number = number }

  /// The row of what is not in the file: SQLite numbers rows from 1.
  static var none: RowID { RowID(0) }

  /// The value to bind.
  var value: SQLValue { .integer(number) }
}

/// The tables whose rows are named by others.
enum Tables {
  /// Interned texts.
  enum Text {}
  /// Contexts of records.
  enum Context {}
  /// Sessions.
  enum Session {}
  /// Scopes of counters.
  enum Scope {}
  /// Records; their rows are in the order of entry.
  enum Record {}
  /// What is left of archived records.
  enum ArchivedRecord {}
}

typealias TextID = RowID<Tables.Text>
typealias ContextID = RowID<Tables.Context>
typealias SessionID = RowID<Tables.Session>
typealias ScopeID = RowID<Tables.Scope>
typealias RecordRow = RowID<Tables.Record>
typealias ArchivedRow = RowID<Tables.ArchivedRecord>

extension TextID {
  /// The empty text, which every ledger holds from the start.
  static let empty = TextID(1)
}

extension ScopeID {
  /// The scope that holds every record.
  static let everything = ScopeID(0)
}

extension Row {
  /// Returns the row of a table that column `index` names.
  func id<Table>(_ index: Int32) throws(SQLiteError) -> RowID<Table> { RowID(try integer(index)) }

  /// Returns the row of a table that column `index` names, or nil for null.
  func optionalID<Table>(_ index: Int32) throws(SQLiteError) -> RowID<Table>? {
    try optionalInteger(index).map(RowID.init)
  }
}

extension Connection {
  /// Returns the row of a table that the first column of the first row names, or nil where there is no row.
  func firstID<Table>(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> RowID<Table>? {
    try first(sql, binding: values) { row throws(SQLiteError) in try row.id(0) }
  }

  /// The row that was inserted last.
  func lastInserted<Table>() -> RowID<Table> { RowID(lastInsertRowID) }
}
