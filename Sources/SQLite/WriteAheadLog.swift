import Posix

/// SQLite's write-ahead log of a database as a file, read without SQLite.
///
/// - Source: https://sqlite.org/fileformat2.html#walformat
package struct WriteAheadLog: ~Copyable {
  private static let headerLength = 32
  private static let frameHeaderLength = 24

  /// What tells this log from the one before it in the same file: 8 bytes, new each time that it begins at its start.
  package let salts: [UInt8]
  private let pageSize: Int
  private let descriptor: Int32

  /// Opens the log at a path, or returns nil where there is none, or one of which nothing would be read.
  package init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    let header = Self.bytes(Self.headerLength, at: 0, of: descriptor)
    // The last bit of the magic number says in which order bytes were summed.
    guard let header, Array(header[..<3]) == [0x37, 0x7F, 0x06], header[3] | 1 == 0x83,
      // One frame at least: a log of which only the header is written has nothing to say.
      let frame = Self.bytes(Self.frameHeaderLength, at: Self.headerLength, of: descriptor),
      frame[8..<16] == header[16..<24]
    else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    salts = Array(header[16..<24])
    pageSize = header[8..<12].reduce(0) { $0 << 8 | Int($1) }
  }

  deinit { close(descriptor) }

  /// Returns the last bytes of the first page for which `isWanted` is true of them; nil where there is none.
  ///
  /// - Parameter count: How many bytes of each page are looked at.
  package func pageEnd(_ count: Int, where isWanted: ([UInt8]) -> Bool) -> [UInt8]? {
    var found: [UInt8]?
    forEachFrame { _, offset in
      let end = Self.bytes(count, at: offset + pageSize - count, of: descriptor)
      if let end, isWanted(end) { found = end }
      return found == nil
    }
    return found
  }

  /// Whether a version of the first page in the log begins with these bytes.
  package func hasFirstPage(beginning bytes: [UInt8]) -> Bool {
    var isFound = false
    forEachFrame { page, offset in
      isFound = page == 1 && Self.bytes(bytes.count, at: offset, of: descriptor) == bytes
      return !isFound
    }
    return isFound
  }

  /// Hands the number and the offset of each page to `body`, which says whether to go on.
  private func forEachFrame(_ body: (Int, Int) -> Bool) {
    var offset = Self.headerLength
    // What lies behind the log's last frame is of an earlier log.
    while let header = Self.bytes(Self.frameHeaderLength, at: offset, of: descriptor), header[8..<16] == salts[...] {
      let page = header[..<4].reduce(0) { $0 << 8 | Int($1) }
      guard body(page, offset + Self.frameHeaderLength) else { return }
      offset += Self.frameHeaderLength + pageSize
    }
  }

  private static func bytes(_ count: Int, at offset: Int, of descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
    return read == count ? bytes : nil
  }
}
