import Posix

/// Compression by the system's `gzip`.
enum SystemGzip {
  /// Writes a compressed copy of a file next to its place, reads it through, and moves it there, durable.
  ///
  /// - Returns: What went wrong, or nil when it is done.
  static func compress(_ source: String, to target: String) -> String? {
    let draft = "\(target).\(getpid()).tmp"
    defer { unlink(draft) }
    if let reason = run(["gzip", "-n", "-c"], input: source, output: draft) { return reason }
    if let reason = run(["gzip", "-t"], input: draft, output: "/dev/null") { return reason }
    let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return SystemError.last.text }
    defer { close(descriptor) }
    do { try DurableFile.synchronize(descriptor) } catch { return error.text }
    return rename(draft, target) == 0 ? nil : SystemError.last.text
  }

  private static func run(_ words: [String], input: String, output: String) -> String? {
    do {
      let status = ChildProcess.wait(try ChildProcess.start(words, input: input, output: output))
      guard let status else { return "\(words[0]) was lost" }
      return status == 0 ? nil : "\(words.joined(separator: " ")) failed"
    } catch {
      return "\(words[0]) cannot be started: \(error.text)"
    }
  }
}
