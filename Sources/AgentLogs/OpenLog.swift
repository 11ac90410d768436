import Posix

/// A file of logs that is open for reading.
struct OpenLog: ~Copyable {
  private let descriptor: Int32
  /// The file as it was when it was opened.
  let facts: FileFacts

  init(_ path: String) throws(LogError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(.last) }
    guard let facts = FileFacts.of(descriptor: descriptor) else {
      close(descriptor)
      throw .unreadable(SystemError(EISDIR))
    }
    (self.descriptor, self.facts) = (descriptor, facts)
  }

  deinit { close(descriptor) }

  /// Reads from an offset as much as fits.
  ///
  /// - Returns: How many bytes; fewer than fit only at the end.
  func read(from offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let place = buffer.baseAddress?.advanced(by: filled)
      let count = pread(descriptor, place, buffer.count - filled, off_t(offset) + off_t(filled))
      if count == 0 { break }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .unreadable(.last) }
      filled += count
    }
    return filled
  }

  /// Returns the bytes from an offset, at most so many.
  func bytes(from offset: Int64, count: Int) throws(LogError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    // The result carries the error out, as a closure of the standard library throws no typed errors.
    let filled = try bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(LogError) in try read(from: offset, into: buffer) }
    }.get()
    bytes.removeLast(count - filled)
    return bytes
  }

  /// Returns up to `count` bytes before an offset; none where they cannot be read.
  func bytes(before offset: Int64, count: Int) -> [UInt8] {
    let start = max(0, offset - Int64(count))
    do { return try bytes(from: start, count: Int(offset - start)) } catch { return [] }
  }

  /// Returns whether these bytes, some at least, come before an offset.
  func holds(_ tail: [UInt8], before offset: Int64) -> Bool {
    !tail.isEmpty && bytes(before: offset, count: tail.count) == tail
  }
}
