import JSON
import SQLite

/// How far a table is read: the highest number of a row, and the latest time at which one was changed.
///
/// Rows are read again from a little before that time, since a clock may be set back and writers overlap.
struct RowMark {
  /// How much is read again, in the milliseconds that the time is in.
  private static let overlap: Int64 = 60_000

  private(set) var row: Int64 = -1
  private(set) var updated: Int64 = -1

  /// Restores the mark of a table of the database.
  ///
  /// A table that has fewer rows than were read was written anew, and is read from its beginning.
  init(_ memory: JSONObject, of table: LogTable, in database: Connection) throws(SQLiteError) {
    let last = try database.firstInteger("SELECT coalesce(max(rowid), -1) FROM \"\(table.name)\"") ?? -1
    guard let mark = memory[table.name]?.object, let row = mark["row"]?.number?.int64, row <= last else { return }
    self.row = row
    updated = mark["updated"]?.number?.int64 ?? -1
  }

  /// The values of ``condition(updated:)``.
  var values: [SQLValue] { [.integer(row), .integer(updated - Self.overlap)] }

  /// The condition of rows that are not read yet, by the column of the time.
  static func condition(updated column: String) -> String { "(rowid > ? OR \"\(column)\" >= ?)" }

  /// Notes that a row is read.
  mutating func note(_ row: NamedRow, updated column: String) {
    self.row = max(self.row, row.integer("rowid") ?? -1)
    updated = max(updated, row.integer(column) ?? -1)
  }

  /// The mark as it is remembered.
  var memory: JSONValue { ["row": .number(JSONNumber(row)), "updated": .number(JSONNumber(updated))] }
}

extension NamedRow {
  /// Returns the whole number under a name, which may be below zero.
  func integer(_ name: String) -> Int64? { self[name].flatMap(Self.number)?.int64 }

  /// Returns the object that the text under a name is as JSON, of which those members are wanted.
  func object(_ name: String, keeping members: JSONProjection) -> JSONObject? {
    guard let text = self[name]?.string else { return nil }
    do {
      return try Array(text.utf8).withUnsafeBytes { bytes in
        Result { () throws(JSONError) in try JSONParser.parse(bytes, keeping: members) }
      }.get()
    } catch { return nil }
  }
}
