import CPosix
import Commands
import Posix

/// The protocol on standard input and a private copy of standard output.
///
/// Whatever else is printed in the process goes to standard error. Descriptors stay blocking: that flag is
/// shared with whoever started the process. Yet nothing here blocks but ``wait(milliseconds:)``: answers to a
/// client that does not read are kept, up to a bound, so that it can go on writing and the process can be told to stop.
final class StandardChannel: ProtocolChannel {
  /// As much as a client that pipelines may have waiting.
  private static let chunkSize = 1 << 18
  /// How many bytes of answers are kept for a client that does not read, before its input has to wait.
  private static let mostUnsent = 8 << 20
  /// From what size in bytes on memory goes back to the system at once, as lines and answers may be long: 256 KiB.
  private static let returnedBlock: Int32 = 1 << 18
  /// How long in milliseconds the last answers wait for a reader once the process is to stop.
  private static let lastWait: Int64 = 100
  /// How often to look, in milliseconds, whether the process is to stop while the last answers wait.
  private static let lookWait: Int32 = 20

  private let output: Int32
  private let signals: SignalPipe
  private let parent = getppid()
  private var chunk = [UInt8](repeating: 0, count: chunkSize)
  private var unsent = UnsentBytes()
  private let monotonicMilliseconds: () -> Int64

  init(monotonicMilliseconds: @escaping () -> Int64) {
    self.monotonicMilliseconds = monotonicMilliseconds
    cposix_return_blocks_from(Self.returnedBlock)
    output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    signals = SignalPipe(SIGTERM, SIGINT, SIGHUP)
  }

  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent {
    // poll(2) passes over a negative descriptor. A gone reader is told even where nothing is asked for.
    var sources = [
      pollfd(fd: takesInput ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.reader, events: Int16(POLLIN), revents: 0),
      pollfd(fd: output, events: unsent.isEmpty ? 0 : Int16(POLLOUT), revents: 0),
    ]
    let ready = poll(&sources, 3, milliseconds)
    if sources[1].revents != 0 || getppid() != parent { return .stop }
    // An interrupted wait is as good as one whose time is up.
    guard ready > 0 else { return .timeout }
    if sources[2].revents != 0, !send() { return .readerGone }
    // What was asked before the reader went away is still done.
    if sources[0].revents != 0 { return input() }
    let isReaderGone = Int32(sources[2].revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
    return isReaderGone ? .readerGone : .timeout
  }

  var hasRoom: Bool { unsent.count <= Self.mostUnsent }

  func write(_ bytes: [UInt8]) -> Bool {
    unsent.append(bytes)
    return send()
  }

  func flush() {
    var end = Int64.max
    while !unsent.isEmpty, monotonicMilliseconds() < end {
      if Descriptor.isWritable(output, within: Self.lookWait), !sendPiece() { return }
      if end == .max, SignalPipe.hasSignal || getppid() != parent { end = monotonicMilliseconds() + Self.lastWait }
    }
  }

  private func input() -> ChannelEvent {
    let count = Descriptor.read(STDIN_FILENO, into: &chunk)
    if count > 0 { return .input(chunk[..<count]) }
    // Somebody who shares the descriptor has made it non-blocking, and has read what was there.
    return count < 0 && errno == EAGAIN ? .timeout : .end
  }

  /// Sends as much as the reader takes now.
  ///
  /// - Returns: False when there is no reader.
  private func send() -> Bool {
    while !unsent.isEmpty, Descriptor.isWritable(output, within: 0) { guard sendPiece() else { return false } }
    return true
  }

  private func sendPiece() -> Bool {
    switch Descriptor.writeSome(unsent.piece, to: output) {
    case .wrote(let count):
      unsent.removeFirst(count)
      return true
    case .readerGone: return false
    case .failed(let error):
      StandardDescriptors.tellWriteFailure(error)
      return false
    }
  }
}
