import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
      // signal(3) has calls go on after a handler: a write to a client that does not read would never end.
      var action = sigaction()
      sigaction(number, nil, &action)
      action.sa_flags &= ~SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  /// Whether a signal has come.
  var hasSignal: Bool {
    var source = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    return poll(&source, 1, 0) > 0
  }
}

/// The end of the pipe that handlers write to; a handler can reach nothing but a global.
private let signalWriter = Atomic<Int32>(-1)
