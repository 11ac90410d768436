import Posix
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
    // A handler must never wait for a full pipe; this one is nobody else's.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    signalWriter.store(ends[1], ordering: .relaxed)
    // A global is made when it is first used, which must not be in a handler.
    hasCome.store(false, ordering: .relaxed)
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in signals {
      signal(number) { _ in
        // Little more than to write may a handler safely do.
        hasCome.store(true, ordering: .relaxed)
        var byte: UInt8 = 0
        let saved = errno
        _ = write(signalWriter.load(ordering: .relaxed), &byte, 1)
        errno = saved
      }
      sigaddset(&mask, number)
    }
    // A host that starts processes from a thread which blocks signals would ask without effect.
    sigprocmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Whether a signal has come, also for those who know of no pipe.
  static var hasSignal: Bool { hasCome.load(ordering: .relaxed) }
}

/// The end of the pipe that handlers write to; a handler can reach nothing but a global.
private let signalWriter = Atomic<Int32>(-1)
private let hasCome = Atomic<Bool>(false)
