import Posix

/// The memory of this process.
enum Memory {
  /// The most bytes that were resident at a time, since the program was started.
  static var peak: Int64 {
    #if os(Linux)
      // getrusage(2) counts what was resident before execve(2), which is not ours.
      let lines = TextFile.read("/proc/self/status").split(separator: "\n")
      let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: { $0 == " " || $0 == "\t" })
      return (words?.dropFirst().first.flatMap { Int64($0) } ?? 0) * 1_024
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Int64(usage.ru_maxrss)
    #endif
  }
}
