import Posix

/// Inputs as files.
enum InputFile {
  /// Returns the bytes of a file; nil where it cannot be read.
  static func bytes(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return Descriptor.readAll(descriptor)
  }

  /// Writes a file anew.
  static func write(_ bytes: ArraySlice<UInt8>, to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { preconditionFailure("\(path) cannot be written") }
    defer { close(descriptor) }
    guard case .wrote = Descriptor.write(Array(bytes), to: descriptor) else {
      preconditionFailure("\(path) is not written")
    }
  }
}

/// Folders of this run.
enum TemporaryPlace {
  /// Makes a folder, which stays: libFuzzer ends the process where it likes.
  static func make() -> String {
    // mkdtemp(3) fills in six letters X.
    var template = Array(("/tmp/ledger-fuzz-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder can be made") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
