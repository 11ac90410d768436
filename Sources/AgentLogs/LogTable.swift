import JSON
import SQLite

/// A table of another program's database; of its columns those are read that its version has.
struct LogTable {
  /// Its name.
  let name: String
  private let columns: Set<String>

  /// Finds a table; nil where there is none, or one without all of these columns, or one whose rows have no numbers.
  init?(_ name: String, in database: Connection, with needed: [String]) throws(SQLiteError) {
    let form = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    guard let form = try database.firstText(form, .text(name)), !form.uppercased().contains("WITHOUT ROWID") else {
      return nil
    }
    let columns = try database.all("SELECT name FROM pragma_table_info(?)", .text(name)) { row throws(SQLiteError) in
      try row.text(0)
    }
    guard !columns.isEmpty, Set(columns).isSuperset(of: needed) else { return nil }
    self.name = name
    self.columns = Set(columns)
  }

  /// Returns whether the table has a column.
  func has(_ column: String) -> Bool { columns.contains(column) }

  /// Hands each row to `body`, with those of the wanted columns that the table has, whatever types they hold.
  ///
  /// - Parameters:
  ///   - wanted: Names of columns, which are the names of the row's members then; also `rowid`.
  ///   - condition: What rows must fulfil, with a question mark for each of `values`.
  ///   - order: The columns that they are ordered by.
  func forEach(
    in database: Connection, _ wanted: [String], where condition: String = "true", _ values: [SQLValue] = [],
    order: String = "rowid", _ body: (NamedRow) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let known = wanted.filter { has($0) || $0 == "rowid" }
    // As text, since SQLite lets a column hold any type, and a number is exact in it.
    let list = known.map { "CAST(\"\($0)\" AS TEXT)" }.joined(separator: ", ")
    try database.forEach(
      "SELECT \(list) FROM \"\(name)\" WHERE \(condition) ORDER BY \(order)", binding: values
    ) { row throws(SQLiteError) in
      var named = NamedRow()
      for (index, column) in known.enumerated() {
        if let text = try row.optionalText(Int32(index)) { named.add(.string(text), as: column) }
      }
      try body(named)
    }
  }
}
