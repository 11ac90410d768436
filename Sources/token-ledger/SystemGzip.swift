import Posix
import Service

/// Compression by the system's `gzip`.
enum SystemGzip {
  /// Makes a compressed copy of a file, reads it through, and gives it its name, durable.
  ///
  /// Until then it has no name where the system can do that, so that nothing of it stays when the process is killed.
  static func compress(_ source: String, to target: String) throws(OutsideFault) {
    let draft = "\(target).\(getpid()).tmp"
    unlink(draft)
    let unnamed = DraftFile.unnamed(in: DurableFile.folder(of: target))
    let descriptor = unnamed ?? open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutsideFault(SystemError.last.text) }
    defer {
      close(descriptor)
      unlink(draft)
    }
    let path = unnamed.map { "/proc/self/fd/\($0)" } ?? draft
    try run(["gzip", "-n", "-c"], input: source, output: path)
    try run(["gzip", "-t"], input: path, output: "/dev/null")
    do { try DurableFile.synchronize(descriptor) } catch { throw OutsideFault(error.text) }
    // Only under a name that is free: what is there may be records of another ledger.
    if linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW) == 0 { return }
    let error = SystemError.last
    switch error.number {
    case EEXIST:
      guard Files.read(target) == Files.read(path) else { throw OutsideFault("\(target) is there already") }
    case _ where unnamed == nil && [EPERM, ENOTSUP].contains(error.number) && access(target, F_OK) != 0:
      // A disk without links.
      guard rename(draft, target) == 0 else { throw OutsideFault(SystemError.last.text) }
    default: throw OutsideFault(error.text)
    }
  }

  /// Writes an expanded copy of a compressed file.
  static func expand(_ source: String, to target: String) throws(OutsideFault) {
    try run(["gzip", "-d", "-c"], input: source, output: target)
  }

  private static func run(_ words: [String], input: String, output: String) throws(OutsideFault) {
    let child: pid_t
    do { child = try ChildProcess.start(words, input: input, output: output) } catch {
      throw OutsideFault("\(words[0]) cannot be started: \(error.text)")
    }
    guard let status = ChildProcess.wait(child) else { throw OutsideFault("\(words[0]) was lost") }
    guard status == 0 else { throw OutsideFault("\(words.joined(separator: " ")) failed") }
  }
}
