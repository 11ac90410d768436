import Posix

/// Whole files of text.
enum TextFile {
  /// Returns what a file holds; nothing for one that cannot be read.
  static func read(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    return String(decoding: Descriptor.readAll(descriptor) ?? [], as: UTF8.self)
  }

  /// The bytes of a file; 0 for one that is not there.
  static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
