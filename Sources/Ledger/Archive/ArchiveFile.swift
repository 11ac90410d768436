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
  /// Where the lines begin that were added to it just now.
  private let start: Int64
  private let folder: String

  init(month: String, part: Int64, bytes: Int64, in folder: LedgerFolder) {
    self.month = month
    self.part = part
    self.bytes = bytes
    start = bytes
    self.folder = folder.archive
  }

  /// Its name in the folder `archive`.
  package var name: String { part == 1 ? "records-\(month).jsonl" : "records-\(month).\(part).jsonl" }
  /// Its path.
  package var path: String { "\(folder)/\(name)" }
  /// The path of the same, compressed.
  package var compressedPath: String { path + ".gz" }

  /// Adds lines to the file, durable when it returns, or to the next part where the file is not the one that the ledger
  /// knows: only such a one is added to, and none is ever cut or written over.
  ///
  /// The ledger knows the certain bytes, and behind them what a killed process has left of these same lines.
  ///
  /// - Returns: The file that the lines are in, with the new number of bytes.
  /// - Throws: ``LedgerError/notPlainFile(path:)`` for a link or a folder in its place; what was written is taken back.
  func appending(_ lines: [UInt8]) throws(LedgerError) -> ArchiveFile {
    // Whoever put a link there may have meant another folder than ours.
    guard !LedgerFolder.isLink(folder) else { throw .notPlainFile(path: folder) }
    try LedgerFolder.makeFolder(folder)
    var file = self
    while true {
      if file.isFree { return try file.writing(lines[...], to: file.opened(O_CREAT | O_EXCL), from: 0) }
      if !file.isCompressed {
        guard file.isThere else { throw .notPlainFile(path: file.path) }
        let descriptor = try file.opened(0)
        if let written = file.known(of: lines, in: descriptor) {
          return try file.writing(lines[written...], to: descriptor, from: file.bytes + Int64(written))
        }
        close(descriptor)
      }
      file = ArchiveFile(month: month, part: file.part + 1, bytes: 0, start: 0, folder: folder)
    }
  }

  /// Takes back the lines that were added to it, unless they are certain by now, or somebody has changed the file since;
  /// the caller holds the writers' lock.
  ///
  /// - Parameter known: The file that the ledger goes on with.
  func takeBack(unless known: ArchiveFile) {
    guard isCertain, known.part != part || known.bytes != bytes else { return }
    if start == 0 { unlink(path) } else { truncate(path, off_t(start)) }
  }

  /// Whether it holds nothing but what is certain.
  var isCertain: Bool { size == bytes }

  /// Makes the file's compressed form durable and removes the file itself.
  func replaceByCompressed() throws(LedgerError) {
    try synchronizeNames()
    unlink(path)
  }

  /// Whether there is something where its compressed form belongs.
  var isCompressed: Bool { LedgerFolder.isThere(compressedPath) }

  /// Whether there is a plain file of its name.
  var isThere: Bool { size != nil }

  private init(month: String, part: Int64, bytes: Int64, start: Int64, folder: String) {
    self.month = month
    self.part = part
    self.bytes = bytes
    self.start = start
    self.folder = folder
  }

  /// The length of the file in bytes; nil where there is no plain file.
  private var size: Int64? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Whether neither it nor a compressed form of it is there: one that somebody has taken away is begun anew.
  private var isFree: Bool { !LedgerFolder.isThere(path) && !isCompressed }

  private func opened(_ flags: Int32) throws(LedgerError) -> Int32 {
    let descriptor = open(path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw failure(.last) }
    return descriptor
  }

  /// Returns how many bytes of `lines` follow the certain ones already; nil where anything else does.
  private func known(of lines: [UInt8], in descriptor: Int32) -> Int? {
    guard let size = FileFacts.of(descriptor: descriptor)?.size, size >= bytes, size - bytes <= lines.count
    else { return nil }
    let count = Int(size - bytes)
    var rest = [UInt8](repeating: 0, count: count)
    let read = rest.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(bytes)) }
    return read == count && lines.starts(with: rest) ? count : nil
  }

  /// Writes lines to the file's end and closes it; on a failure it is what it was.
  private func writing(
    _ lines: ArraySlice<UInt8>, to descriptor: Int32, from start: Int64
  ) throws(LedgerError) -> ArchiveFile {
    defer { close(descriptor) }
    do throws(SystemError) {
      guard lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else { throw .last }
      try DurableFile.write(Array(lines), to: descriptor)
    } catch {
      if start == 0 { unlink(path) } else { ftruncate(descriptor, off_t(start)) }
      throw failure(error)
    }
    try synchronizeNames()
    return ArchiveFile(month: month, part: part, bytes: start + Int64(lines.count), start: start, folder: folder)
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
