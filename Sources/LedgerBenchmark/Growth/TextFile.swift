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

  /// Writes a file over.
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw BenchmarkFailure.noFile }
    defer { close(descriptor) }
    guard case .wrote = Descriptor.write(text, to: descriptor) else { throw BenchmarkFailure.noFile }
  }

  /// The bytes of a file; 0 for one that is not there.
  static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
