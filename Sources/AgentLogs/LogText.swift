import Posix

/// Reading bytes of logs.
package enum LogText {
  /// Returns the bytes of a file from an offset, at most so many; nil where it cannot be read.
  package static func bytes(of path: String, from offset: Int64 = 0, count: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let length = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + off_t(filled))
      }
      guard length >= 0 else { return nil }
      if length == 0 { break }
      filled += length
    }
    return Array(bytes.prefix(filled))
  }

  /// Returns the text of a small file that lies beside a log; nil where it cannot be read, is longer, or no UTF-8.
  package static func text(of path: String, count: Int = 65_536) -> String? {
    guard let bytes = bytes(of: path, count: count + 1), bytes.count <= count else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
