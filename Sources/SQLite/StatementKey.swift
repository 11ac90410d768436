/// The text of a statement as a key that hashes quickly.
///
/// Statements are hundreds of bytes long and looked up several times per record; their length and their last
/// bytes tell nearly all of them apart, and equality decides the rest.
struct StatementKey: Hashable {
  /// The text.
  let sql: String

  /// Adds the length and the last bytes.
  func hash(into hasher: inout Hasher) {
    let bytes = sql.utf8
    hasher.combine(bytes.count)
    // As one number: each call of the hasher costs more than the bytes.
    hasher.combine(bytes.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
  }
}

/// A statement with the very text that it was asked for by, which stays in memory, so that no other one lies there.
struct PlacedStatement {
  /// How many places there are.
  static let places = 64
  /// The text.
  let sql: String
  /// The statement.
  let statement: Statement

  /// Returns true when `text` is the same memory, and so the same text; equal ones may lie elsewhere.
  func isAt(_ text: String) -> Bool { Self.bits(of: sql) == Self.bits(of: text) }

  /// Returns the place, below ``places``, of a text by where it lies.
  static func place(of text: String) -> Int {
    let (first, last) = bits(of: text)
    return Int(truncatingIfNeeded: (first ^ last ^ last >> 6) % UInt64(places))
  }

  private static func bits(of text: String) -> (UInt64, UInt64) { unsafeBitCast(text, to: (UInt64, UInt64).self) }
}
