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
