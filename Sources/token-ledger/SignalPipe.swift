#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Signals as bytes in a pipe, so that a loop waits for them as for any input.
struct SignalPipe {
  /// Becomes readable once a signal has come.
  let reader: Int32

  /// Routes these signals into a new pipe.
  init(_ signals: Int32...) {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reader = ends[0]
    signalWriter.store(ends[1], ordering: .relaxed)
    for number in signals {
      signal(number) { _ in
        // All that a handler may safely do is write.
        var byte: UInt8 = 0
        let saved = errno
        _ = write(signalWriter.load(ordering: .relaxed), &byte, 1)
        errno = saved
      }
    }
  }
}

/// The end of the pipe that handlers write to; a handler can reach nothing but a global.
private let signalWriter = Atomic<Int32>(-1)
