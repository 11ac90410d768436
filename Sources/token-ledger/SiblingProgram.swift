import Commands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that was installed beside this one, started as a process of its own and never waited for.
final class SiblingProgram: DelivererLauncher {
  /// Above which number descriptors of whoever started us are not looked for.
  private static let lastDescriptor: Int32 = 255

  let path: String
  private var child: pid_t?

  /// Names the program `name` in the folder of the running one.
  init(named name: String) {
    let own = Self.ownPath() ?? ""
    path = own[..<(own.lastIndex(of: "/") ?? own.startIndex)] + "/" + name
  }

  var isThere: Bool { access(path, X_OK) == 0 }

  var isRunning: Bool {
    guard let pid = child else { return false }
    var status: Int32 = 0
    if waitpid(pid, &status, WNOHANG) == 0 { return true }
    child = nil
    return false
  }

  func start(_ words: [String], environment: [String: String]) -> String? {
    #if os(macOS)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    // Ours close themselves; these came from whoever started us, who may wait for their end.
    for number in Self.inheritedDescriptors { posix_spawn_file_actions_addclose(&actions, number) }
    var pid: pid_t = 0
    let code = withPointers([path] + words) { words in
      withPointers(environment.map { "\($0)=\($1)" }) { posix_spawn(&pid, path, &actions, nil, words, $0) }
    }
    guard code == 0 else { return String(cString: strerror(code)) }
    child = pid
    return nil
  }

  private static var inheritedDescriptors: [Int32] {
    (STDERR_FILENO + 1...lastDescriptor).filter { number in
      let flags = fcntl(number, F_GETFD)
      return flags >= 0 && flags & FD_CLOEXEC == 0
    }
  }

  private func withPointers<T>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
  ) -> T {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }

  /// The file of the running program, symbolic links followed.
  private static func ownPath() -> String? {
    #if os(macOS)
      var size: UInt32 = 4_096
      var bytes = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&bytes, &size) == 0, let resolved = realpath(bytes, nil) else { return nil }
      defer { free(resolved) }
      return String(cString: resolved)
    #else
      return Files.linkTarget("/proc/self/exe")
    #endif
  }
}
