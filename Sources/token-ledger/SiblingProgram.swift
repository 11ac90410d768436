import Commands
import Posix
import Service

/// A program that was installed next to this one, started as a process of its own and never waited for.
final class SiblingProgram: DelivererLauncher {
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

  func start(_ words: [String], environment: [String: String]) throws(OutsideFault) {
    do {
      child = try ChildProcess.start(
        [path] + words, environment: environment, input: "/dev/null", output: "/dev/null", isOnItsOwn: true)
    } catch {
      throw OutsideFault(error.text)
    }
  }

  /// The file of the running program, symbolic links followed.
  @Sendable static func ownPath() -> String? {
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
