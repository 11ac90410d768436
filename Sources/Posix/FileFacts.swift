/// A file as the system knows it.
package struct FileFacts: Sendable, Hashable {
  /// The numbers by which the system knows it, whatever it is called.
  package let device: Int64
  package let inode: Int64
  /// Its length in bytes.
  package let size: Int64
  /// When it was last written, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64

  init(_ status: stat) {
    device = Int64(truncatingIfNeeded: status.st_dev)
    inode = Int64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if os(macOS)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modifiedNanoseconds = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Returns the facts of the file at a path, links followed; nil where there is no plain file.
  package static func of(_ path: String) -> FileFacts? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileFacts(status)
  }

  /// Returns the facts of an open file; nil where it is no plain file.
  package static func of(descriptor: Int32) -> FileFacts? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileFacts(status)
  }
}
