import Commands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The protocol on standard input and a private copy of standard output.
///
/// Whatever else is printed in the process goes to standard error. Descriptors stay blocking: that flag is
/// shared with whoever started the process.
final class StandardChannel: ProtocolChannel {
  /// As much as a client that pipelines may have waiting.
  private static let chunkSize = 262_144

  private let output: Int32
  private let signals: SignalPipe
  private let parent = getppid()
  private var chunk = [UInt8](repeating: 0, count: chunkSize)

  init() {
    output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    signals = SignalPipe(SIGTERM, SIGINT, SIGHUP)
  }

  func wait(milliseconds: Int32) -> ChannelEvent {
    var sources = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.reader, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&sources, 2, milliseconds)
    if sources[1].revents != 0 || getppid() != parent { return .stop }
    // An interrupted wait is as good as one whose time is up.
    guard ready > 0 else { return .timeout }
    let count = Descriptor.read(STDIN_FILENO, into: &chunk)
    if count > 0 { return .input(chunk[..<count]) }
    // Somebody who shares the descriptor has made it non-blocking, and has read what was there.
    return count < 0 && errno == EAGAIN ? .timeout : .end
  }

  func write(_ bytes: [UInt8]) -> Bool {
    switch Descriptor.write(bytes, to: output, isStopping: { signals.hasSignal }) {
    case .done: return true
    case .readerGone: return false
    case .failed(let number):
      Descriptor.writeFailure(number)
      return false
    }
  }
}
