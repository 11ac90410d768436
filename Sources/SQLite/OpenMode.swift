internal import CSQLite

/// What a connection may do with its file.
package enum OpenMode: Sendable, Hashable {
  /// Reads and writes, and creates the file, readable by its owner alone, where there is none.
  case readWriteCreate
  /// Reads and writes a file that is there.
  case readWrite
  /// Reads a file that is there.
  case readOnly
  /// Reads a file that nobody changes meanwhile, without locks and without its write-ahead log.
  case immutable

  /// The flags of `sqlite3_open_v2`.
  ///
  /// A connection is confined to one thread, so its mutexes would be taken for nothing.
  var flags: Int32 {
    switch self {
    case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    }
  }

  /// Returns the name under which SQLite opens the file at `path`.
  func name(of path: String) -> String {
    guard case .immutable = self else { return path }
    // As a URI, the only way to say so (https://sqlite.org/uri.html); an empty authority, as a path may begin with "//".
    return (path.hasPrefix("/") ? "file://" : "file:") + Self.escaped(path) + "?immutable=1"
  }

  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "-")...UInt8(ascii: "9"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
