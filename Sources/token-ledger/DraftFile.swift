import Commands
import Posix
import Service

/// A file of the user's alone that gets its name once it is whole.
///
/// Until then it has none where the system can do that, so that nothing of it stays when the process is killed.
final class DraftFile: FileDraft {
  private let descriptor: Int32
  private let path: String
  /// The name that it has until it is whole, or for a moment then.
  private let draft: String
  private let isUnnamed: Bool
  private let placing: DurableFile.Placing

  /// Begins a file.
  ///
  /// - Parameter replaces: Whether a file that has the name then is replaced.
  static func begin(_ path: String, replaces: Bool) throws(OutsideFault) -> any FileDraft {
    try DraftFile(path, replaces ? .replacing : .onlyWhereNothingIs)
  }

  private init(_ path: String, _ placing: DurableFile.Placing) throws(OutsideFault) {
    (self.path, self.placing, draft) = (path, placing, "\(path).\(getpid()).part")
    let unnamed = Self.unnamed(in: DurableFile.folder(of: path))
    isUnnamed = unnamed != nil
    descriptor = unnamed ?? open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutsideFault(SystemError.last.text) }
  }

  deinit {
    close(descriptor)
    if !isUnnamed { unlink(draft) }
  }

  func write(_ bytes: [UInt8]) throws(OutsideFault) {
    if case .failed(let error) = Descriptor.write(bytes, to: descriptor) { throw OutsideFault(error.text) }
  }

  func finish() throws(OutsideFault) {
    do throws(SystemError) {
      try DurableFile.synchronize(descriptor)
      if isUnnamed {
        let named = linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, draft, AT_SYMLINK_FOLLOW)
        guard named == 0 else { throw .last }
      }
      try DurableFile.move(draft, to: path, placing)
    } catch {
      unlink(draft)
      throw OutsideFault(error.text)
    }
  }

  /// Returns a new file without a name, or nil where the file system or the system knows none (open(2), O_TMPFILE).
  static func unnamed(in folder: String) -> Int32? {
    #if os(Linux)
      let descriptor = open(folder, O_RDWR | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o600)
      guard descriptor >= 0 else { return nil }
      guard access("/proc/self/fd/\(descriptor)", W_OK) == 0 else {
        close(descriptor)
        return nil
      }
      return descriptor
    #else
      return nil
    #endif
  }
}
