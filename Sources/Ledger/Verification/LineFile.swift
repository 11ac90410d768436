import Posix

/// The lines of a file, one after the other, without holding all of it.
struct LineFile {
  /// The file.
  let path: String

  /// Hands each whole line, without its end, to `body`; a last line without an end is none.
  ///
  /// - Parameter limit: How many bytes of the file are read; nil for all.
  /// - Returns: How many bytes were read.
  func forEach<E: Error>(
    upTo limit: Int64?, _ body: (ArraySlice<UInt8>) throws(E) -> Void
  ) throws(E) -> Result<Int64, SystemError> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(.last) }
    defer { close(descriptor) }
    var rest: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var total: Int64 = 0
    while total < limit ?? .max {
      let count = Descriptor.read(descriptor, into: &chunk)
      guard count >= 0 else { return .failure(.last) }
      if count == 0 { break }
      let taken = Int(min(Int64(count), (limit ?? .max) - total))
      total += Int64(taken)
      rest += chunk[..<taken]
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: 0x0A) {
        try body(rest[start..<end])
        start = end + 1
      }
      rest.removeFirst(start)
    }
    return .success(total)
  }
}
