import SQLite

/// The number by which a key of a record is looked up.
///
/// An index of the keys themselves would hold each text a second time. Several keys may have one number, so that
/// whoever looks one up compares the key as well.
enum KeyHash {
  /// The name of the function in SQL, of a user, a namespace, a key and a part.
  static let function = "key_hash"

  /// Returns the number of a key, which is kept in the file: what it is made of, and how, never changes.
  ///
  /// Of 47 bits, which SQLite stores in six bytes.
  static func of(_ key: String, part: Int64, namespace: TextID, user: TextID) -> Int64 {
    // FNV-1a, whose two numbers these are.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for number in [user.number, namespace.number, part] { hash = (hash ^ UInt64(bitPattern: number)) &* prime }
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* prime }
    // Of a product the upper bits are the better ones.
    return Int64((hash ^ hash >> 32) & (1 << 47 - 1))
  }

  private static let prime: UInt64 = 1_099_511_628_211

  /// Lets SQL call it.
  static func define(in connection: Connection) throws(SQLiteError) {
    try connection.define(function, arguments: 4) { values in
      guard case .integer(let user) = values[0], case .integer(let namespace) = values[1],
        case .text(let key) = values[2], case .integer(let part) = values[3]
      else { return 0 }
      return of(key, part: part, namespace: TextID(namespace), user: TextID(user))
    }
  }
}
