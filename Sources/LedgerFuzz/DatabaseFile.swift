import Posix
import SQLite

/// Databases of other programs, made of inputs.
enum DatabaseFile {
  /// Makes a database by a script of SQL, as far as it can be run, or writes a file of SQLite as it is.
  static func make(_ bytes: [UInt8], at path: String) {
    for end in ["", "-wal", "-shm", "-journal"] { unlink(path + end) }
    guard !bytes.starts(with: Array("SQLite format 3".utf8)) else { return InputFile.write(bytes[...], to: path) }
    do {
      let database = try Connection(path: path, mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
      try database.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
      try database.execute(String(decoding: bytes, as: UTF8.self))
    } catch {}
  }
}
