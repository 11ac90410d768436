import Foundation

/// Starting processes, and learning how they ended.
enum Spawn {
  /// Starts `words[0]` with these descriptors as 0, 1 and 2, and no others.
  static func start(_ words: [String], environment: [String: String], streams: [Int32]) throws -> pid_t {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (target, descriptor) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    // The test ignores SIGPIPE, and what is ignored stays ignored in a child.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Hosts start servers from threads that block the signals which they will send.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&blocked, number) }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    // A group of its own: when a shell ends beside a stopped process, the system sends SIGHUP to all of its group.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var pid: pid_t = 0
    let code = withCStrings(words) { arguments in
      withCStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawn(&pid, words[0], &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw ProcessFailure("cannot start \(words[0]): errno \(code)") }
    return pid
  }

  private static func withCStrings<T>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
  ) -> T {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}

/// Waits for a process in a thread of its own.
final class ExitWatch: @unchecked Sendable {
  private let pid: pid_t
  /// Guards everything below.
  private let state = NSCondition()
  private var ending: ServerProcess.Ending?

  init(_ pid: pid_t) {
    self.pid = pid
    Thread.detachNewThread { self.watch() }
  }

  /// Sends a signal, unless the process is gone.
  func kill(_ number: Int32) {
    state.lock()
    defer { state.unlock() }
    if ending == nil { _ = Foundation.kill(pid, number) }
  }

  /// Waits for the end of the process.
  func ending(patience: TimeInterval, or failure: (String) -> ProcessFailure) throws -> ServerProcess.Ending {
    let deadline = Date(timeIntervalSinceNow: patience)
    state.lock()
    defer { state.unlock() }
    while true {
      if let ending { return ending }
      guard state.wait(until: deadline) else { throw failure("still running after \(patience) s") }
    }
  }

  private func watch() {
    // Leaves the process unreaped, so that its number is not given to another while `kill` may use it.
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    state.lock()
    defer { state.unlock() }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    state.broadcast()
  }
}

/// Where the program under test has been built: next to the bundle of these tests.
enum BuiltProgram {
  static func path(_ name: String = "token-ledger") throws -> String {
    var folder = URL(fileURLWithPath: ownImage).deletingLastPathComponent()
    // On macOS the bundle's own folders are above the image.
    for _ in 0..<5 {
      let program = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: program), !isFolder(program) { return program }
      folder.deleteLastPathComponent()
    }
    throw ProcessFailure("\(name) is not next to \(ownImage)")
  }

  private static var ownImage: String {
    #if os(Linux)
      return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    #else
      var info = Dl_info()
      guard dladdr(#dsohandle, &info) != 0, let name = info.dli_fname else { return "" }
      return String(cString: name)
    #endif
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
