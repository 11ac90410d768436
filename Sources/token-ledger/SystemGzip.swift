import Posix
import Service

/// Compression by the system's `gzip`.
enum SystemGzip {
  /// Writes a compressed copy of a file next to its place, reads it through, and moves it there, durable.
  static func compress(_ source: String, to target: String) throws(OutsideFault) {
    let draft = "\(target).\(getpid()).tmp"
    defer { unlink(draft) }
    try run(["gzip", "-n", "-c"], input: source, output: draft)
    try run(["gzip", "-t"], input: draft, output: "/dev/null")
    let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutsideFault(SystemError.last.text) }
    defer { close(descriptor) }
    do { try DurableFile.synchronize(descriptor) } catch { throw OutsideFault(error.text) }
    guard rename(draft, target) == 0 else { throw OutsideFault(SystemError.last.text) }
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
