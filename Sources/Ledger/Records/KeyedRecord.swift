import SQLite

/// What a key leads to: a record, or one that was archived.
enum KeyedRecord {
  case record(RecordRow)
  case archived(ArchivedRow)

  /// Reads it as a key stores it: rows of archived records as numbers below zero.
  init(stored number: Int64) {
    // Without overflow: a file that somebody has edited may hold any number.
    self = number < 0 ? .archived(ArchivedRow(0 &- number)) : .record(RecordRow(number))
  }

  /// The value to bind.
  var value: SQLValue {
    switch self {
    case .record(let row): row.value
    case .archived(let row): .integer(0 &- row.number)
    }
  }
}
