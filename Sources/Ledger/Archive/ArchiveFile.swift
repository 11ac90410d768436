#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of the archive: the records of one month (UTC), one JSON object a line.
///
/// A month has several parts once one of them was compressed.
package struct ArchiveFile: Sendable, Hashable {
  /// The month, such as `2026-08`.
  package let month: String
  /// Its number among the files of the month, from 1.
  package let part: Int64
  /// How many of its bytes are certain.
  package let bytes: Int64
  private let folder: String

  init(month: String, part: Int64, bytes: Int64, in folder: LedgerFolder) {
    self.month = month
    self.part = part
    self.bytes = bytes
    self.folder = folder.archive
  }

  /// Its name in the folder `archive`.
  package var name: String { part == 1 ? "records-\(month).jsonl" : "records-\(month).\(part).jsonl" }
  /// Its path.
  package var path: String { "\(folder)/\(name)" }
  /// The path of the same, compressed.
  package var compressedPath: String { path + ".gz" }

  /// Writes lines behind the certain bytes, in the place of what a process left there that was killed; durable
  /// when it returns.
  ///
  /// - Returns: The file with the new number of bytes.
  func appending(_ lines: [UInt8]) throws(LedgerError) -> ArchiveFile {
    try LedgerFolder.makeFolder(folder)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    // A file that somebody has taken away, or cut, is gone on with from where it ends.
    let start = min(bytes, LedgerFolder.size(of: path))
    guard ftruncate(descriptor, off_t(start)) == 0, lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else {
      throw failure()
    }
    try write(lines, to: descriptor)
    guard DurableFile.synchronize(descriptor) else { throw failure() }
    try Self.synchronize(folder)
    return ArchiveFile(month: month, part: part, bytes: start + Int64(lines.count), folder: folder)
  }

  /// Cuts off what a process left behind the certain bytes that was killed.
  func cutUncertain() throws(LedgerError) {
    guard LedgerFolder.size(of: path) > bytes else { return }
    guard truncate(path, off_t(bytes)) == 0 else { throw failure() }
  }

  /// Makes the file's compressed form durable and removes the file itself.
  func replaceByCompressed() throws(LedgerError) {
    try Self.synchronize(folder)
    unlink(path)
  }

  /// Whether there is a compressed form of it.
  var isCompressed: Bool { LedgerFolder.size(of: compressedPath) > 0 }

  private init(month: String, part: Int64, bytes: Int64, folder: String) {
    self.month = month
    self.part = part
    self.bytes = bytes
    self.folder = folder
  }

  private func write(_ lines: [UInt8], to descriptor: Int32) throws(LedgerError) {
    var written = 0
    while written < lines.count {
      let count = lines[written...].withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      guard count >= 0 || errno == EINTR else { throw failure() }
      written += max(count, 0)
    }
  }

  private func failure() -> LedgerError {
    let number = errno
    // SQLite's words for the same would be those of a full disk.
    return number == ENOSPC || number == EDQUOT || number == EFBIG
      ? .diskFull(path: path) : .fileUnusable(path: path, errno: number)
  }

  /// Makes the names in a folder durable.
  private static func synchronize(_ folder: String) throws(LedgerError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fileUnusable(path: folder, errno: errno) }
    defer { close(descriptor) }
    guard DurableFile.synchronize(descriptor) else { throw .fileUnusable(path: folder, errno: errno) }
  }
}
