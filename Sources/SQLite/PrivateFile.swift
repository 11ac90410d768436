import Posix

/// Files that their owner alone may read and write.
enum PrivateFile {
  /// Creates an empty file for a database, unless something is at `path` already; a link must lead to something.
  ///
  /// SQLite would create it readable by everyone; its log and index files take over its permissions.
  static func createForDatabase(_ path: String) throws(SQLiteError) {
    if path.isEmpty || path == ":memory:" { return }
    // Exclusive: a file that is there is never opened here, as closing it would drop this process's own
    // locks on it (POSIX advisory locks; https://sqlite.org/howtocorrupt.html, 2.2).
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      return
    }
    let error = SystemError.last
    var status = stat()
    if error.number == EEXIST {
      // SQLite would make what a link names, wherever that is and readable by everyone.
      if stat(path, &status) == 0 || lstat(path, &status) != 0 { return }
      throw SQLiteError(
        code: .cantOpen, message: "a symbolic link that leads to nothing", path: path, systemError: ELOOP)
    }
    throw SQLiteError(code: .cantOpen, message: error.text, path: path, systemError: error.number)
  }
}
