import CivilTime
import SQLite

// What columns of a ledger may hold. A file that was damaged, or edited by hand, may hold anything else: that is told,
// with its place, where arithmetic on it would end the program.
extension Row {
  /// The milliseconds since 1970 of the years 0 to 9999, which RFC 3339 can say, and some days around them.
  private static var times: ClosedRange<Int64> { -62_200_000_000_000...253_500_000_000_000 }
  /// The largest sum of counts: a million of the largest calls, and so little that a hundred of them add up in 64 bits.
  private static var largestCount: Int64 { 1 << 56 }

  /// Returns the time in column `index`.
  func time(_ index: Int32) throws(SQLiteError) -> Instant {
    let milliseconds = try integer(index)
    guard Self.times.contains(milliseconds) else { throw damage(index, "holds no time") }
    return Instant(milliseconds: milliseconds)
  }

  /// Returns the number of a slot of time in column `index`.
  ///
  /// - Parameter seconds: The length of the slots.
  func slot(_ index: Int32, ofSeconds seconds: Int64) throws(SQLiteError) -> Int64 {
    let number = try integer(index)
    let length = seconds * 1_000
    guard (Self.times.lowerBound / length...Self.times.upperBound / length).contains(number) else {
      throw damage(index, "holds no time")
    }
    return number
  }

  /// Returns the count, or the sum or difference of counts, in column `index`.
  func count(_ index: Int32) throws(SQLiteError) -> Int64 {
    let count = try integer(index)
    guard (-Self.largestCount...Self.largestCount).contains(count) else { throw damage(index, "holds no count") }
    return count
  }

  /// Returns the count in column `index` together with the sum of those before it.
  func count(_ index: Int32, addedTo sum: Int64) throws(SQLiteError) -> Int64 {
    let (added, isBeyond) = sum.addingReportingOverflow(try count(index))
    guard !isBeyond, (-Self.largestCount...Self.largestCount).contains(added) else {
      throw damage(index, "adds up to no count")
    }
    return added
  }

  /// Returns the number in column `index`, which is one of `numbers`.
  func integer(_ index: Int32, in numbers: ClosedRange<Int64>) throws(SQLiteError) -> Int64 {
    let number = try integer(index)
    guard numbers.contains(number) else { throw damage(index, "is out of its range") }
    return number
  }

  /// Returns the name of a record in column `index`.
  func recordID(_ index: Int32) throws(SQLiteError) -> RecordID {
    let bytes = try blob(index)
    guard bytes.count == 16 else { throw damage(index, "has \(bytes.count) bytes in the place of 16") }
    return RecordID(bytes: bytes)
  }
}

extension SQLiteError {
  /// The error of a row that is not there although others name it.
  static func missing(row: Int64, of table: String, in connection: Connection) -> SQLiteError {
    SQLiteError(
      code: .corrupt, message: "table \(table): row \(row) is missing, which others name", path: connection.path)
  }

  /// The same error, with the number of the row whose value it is about.
  func inRow(_ number: Int64) -> SQLiteError {
    guard isDamage else { return self }
    return SQLiteError(code: code, message: "row \(number): \(message)", sql: sql, path: path, systemError: systemError)
  }
}
