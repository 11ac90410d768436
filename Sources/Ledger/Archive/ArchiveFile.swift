import Posix

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
    guard descriptor >= 0 else { throw failure(.last) }
    defer { close(descriptor) }
    // A file that somebody has taken away, or cut, is gone on with from where it ends.
    let start = min(bytes, LedgerFolder.size(of: path))
    guard ftruncate(descriptor, off_t(start)) == 0, lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else {
      throw failure(.last)
    }
    do { try DurableFile.write(lines, to: descriptor) } catch { throw failure(error) }
    try synchronizeNames()
    return ArchiveFile(month: month, part: part, bytes: start + Int64(lines.count), folder: folder)
  }

  /// Cuts off what a process left behind the certain bytes that was killed.
  func cutUncertain() throws(LedgerError) {
    guard LedgerFolder.size(of: path) > bytes else { return }
    guard truncate(path, off_t(bytes)) == 0 else { throw failure(.last) }
  }

  /// Makes the file's compressed form durable and removes the file itself.
  func replaceByCompressed() throws(LedgerError) {
    try synchronizeNames()
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

  private func failure(_ error: SystemError) -> LedgerError {
    // SQLite's words for the same would be those of a full disk.
    error.isForLackOfSpace ? .diskFull(path: path) : .fileUnusable(path: path, errno: error.number)
  }

  private func synchronizeNames() throws(LedgerError) {
    do {
      try DurableFile.synchronizeNames(in: folder)
    } catch {
      throw .fileUnusable(path: folder, errno: error.number)
    }
  }
}
