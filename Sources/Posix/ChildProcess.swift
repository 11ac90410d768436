/// Programs that are started as processes of their own.
package enum ChildProcess {
  /// Above which number descriptors of whoever started us are not looked for.
  private static let lastDescriptor: Int32 = 255

  /// Starts a program; it writes to our standard error.
  ///
  /// - Parameters:
  ///   - words: The program, by path or as the search path finds it, and its words.
  ///   - environment: What it finds there; nil for what we found.
  ///   - input: The file that it reads as standard input.
  ///   - output: The file that it writes as standard output, made again.
  ///   - isOnItsOwn: Whether it goes without descriptors that were left open to us by whoever started us, who may
  ///     wait for their end.
  /// - Returns: Its process id.
  package static func start(
    _ words: [String], environment: [String: String]? = nil, input: String, output: String, isOnItsOwn: Bool = false
  ) throws(SystemError) -> pid_t {
    #if os(macOS)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // Ours close themselves.
    for number in isOnItsOwn ? inheritedDescriptors : [] { posix_spawn_file_actions_addclose(&actions, number) }
    var pid: pid_t = 0
    let code = withPointers(words) { pointers in
      guard let environment else { return posix_spawnp(&pid, words[0], &actions, nil, pointers, environ) }
      return withPointers(environment.map { "\($0)=\($1)" }) {
        posix_spawnp(&pid, words[0], &actions, nil, pointers, $0)
      }
    }
    guard code == 0 else { throw SystemError(code) }
    return pid
  }

  /// Waits for the end of a program.
  ///
  /// - Returns: Its status as the system has it, 0 for success; nil when it was lost.
  package static func wait(_ pid: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return nil } }
    return status
  }

  private static var inheritedDescriptors: [Int32] {
    (STDERR_FILENO + 1...lastDescriptor).filter { number in
      let flags = fcntl(number, F_GETFD)
      return flags >= 0 && flags & FD_CLOEXEC == 0
    }
  }

  private static func withPointers<T>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
