import Posix
import SQLite

/// The machine that measures, in words.
enum Machine {
  /// Such as `2 cores (Intel(R) Xeon(R) Processor), 24 GiB of memory, Linux 6.18, SQLite 3.40.1`.
  static var words: String {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let model = value(of: "model name", in: "/proc/cpuinfo").map { " (\($0))" } ?? ""
    let memory = value(of: "MemTotal", in: "/proc/meminfo").flatMap { $0.split(separator: " ").first }
    let gibibytes = memory.flatMap { Int($0) }.map { ", \(($0 + 1 << 19) >> 20) GiB of memory" } ?? ""
    return "\(cores) cores\(model)\(gibibytes), \(system), SQLite \(Connection.libraryVersion)"
  }

  private static var system: String {
    #if os(Linux)
      let version = TextFile.read("/proc/sys/kernel/osrelease").split(separator: ".").prefix(2)
      return "Linux " + version.joined(separator: ".")
    #else
      return "macOS"
    #endif
  }

  /// The value of a line `NAME: VALUE`; nil where there is no such line, or no such file.
  private static func value(of name: String, in path: String) -> String? {
    let line = TextFile.read(path).split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":").dropFirst().first.map { String($0.drop { $0 == " " }) }
  }
}
