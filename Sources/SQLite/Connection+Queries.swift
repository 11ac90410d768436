extension Connection {
  /// Runs one statement with its parameters bound in order.
  package func run(_ sql: String, _ values: SQLValue...) throws(SQLiteError) {
    try run(sql, binding: values)
  }

  /// Runs one statement with its parameters bound in order.
  package func run(_ sql: String, binding values: [SQLValue]) throws(SQLiteError) {
    try statement(sql).run(values) { _ in .continue }
  }

  /// Runs one statement whose parameters `bind` binds in order.
  package func run(
    _ sql: String, bind: (inout Parameters) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    try statement(sql).run(binding: bind) { _ in .continue }
  }

  /// Returns what `row` makes of the first row, or nil where there is none.
  package func first<T>(
    _ sql: String, _ values: SQLValue..., row: (borrowing Row) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> T? {
    try first(sql, binding: values, row: row)
  }

  /// Returns what `row` makes of the first row, or nil where there is none.
  package func first<T>(
    _ sql: String, binding values: [SQLValue], row: (borrowing Row) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> T? {
    var found: T?
    try statement(sql).run(values) { (current: borrowing Row) throws(SQLiteError) in
      found = try row(current)
      return .stop
    }
    return found
  }

  /// Returns what `row` makes of every row, in order.
  package func all<T>(
    _ sql: String, _ values: SQLValue..., row: (borrowing Row) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> [T] {
    try all(sql, binding: values, row: row)
  }

  /// Returns what `row` makes of every row, in order.
  package func all<T>(
    _ sql: String, binding values: [SQLValue], row: (borrowing Row) throws(SQLiteError) -> T
  ) throws(SQLiteError) -> [T] {
    var rows: [T] = []
    try statement(sql).run(values) { (current: borrowing Row) throws(SQLiteError) in
      rows.append(try row(current))
      return .continue
    }
    return rows
  }

  /// Hands every row to `row`, in order.
  package func forEach(
    _ sql: String, _ values: SQLValue..., row: (borrowing Row) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    try forEach(sql, binding: values, row: row)
  }

  /// Hands every row to `row`, in order.
  package func forEach(
    _ sql: String, binding values: [SQLValue], row: (borrowing Row) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    try statement(sql).run(values) { (current: borrowing Row) throws(SQLiteError) in
      try row(current)
      return .continue
    }
  }

  /// Hands rows to `isLast`, in order, until it answers that no further row is wanted.
  package func read(
    _ sql: String, binding values: [SQLValue], until isLast: (borrowing Row) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) {
    try statement(sql).run(values) { (current: borrowing Row) throws(SQLiteError) in
      try isLast(current) ? .stop : .continue
    }
  }

  /// Returns the integer in the first column of the first row, or nil where there is no row.
  package func firstInteger(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> Int64? {
    try first(sql, binding: values) { (row) throws(SQLiteError) in try row.integer(0) }
  }

  /// Returns the text in the first column of the first row, or nil where there is no row.
  package func firstText(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> String? {
    try first(sql, binding: values) { (row) throws(SQLiteError) in try row.text(0) }
  }
}
