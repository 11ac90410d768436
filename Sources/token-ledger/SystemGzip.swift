import Ledger

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compression by the system's `gzip`.
enum SystemGzip {
  /// Writes a compressed copy of a file beside its place, reads it through, and moves it there, durable.
  ///
  /// - Returns: What stands against it, or nil when it is done.
  static func compress(_ source: String, to target: String) -> String? {
    let draft = "\(target).\(getpid()).tmp"
    defer { unlink(draft) }
    if let reason = run(["gzip", "-n", "-c"], input: source, output: draft) { return reason }
    if let reason = run(["gzip", "-t"], input: draft, output: "/dev/null") { return reason }
    let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    guard DurableFile.synchronize(descriptor), rename(draft, target) == 0 else {
      return String(cString: strerror(errno))
    }
    return nil
  }

  private static func run(_ words: [String], input: String, output: String) -> String? {
    #if os(macOS)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let pointers = words.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, words[0], &actions, nil, pointers + [nil], environ)
    guard code == 0 else { return "\(words[0]) cannot be started: \(String(cString: strerror(code)))" }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return "\(words[0]) was lost" } }
    return status == 0 ? nil : "\(words.joined(separator: " ")) failed"
  }
}
