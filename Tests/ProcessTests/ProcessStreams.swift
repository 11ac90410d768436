import Foundation

/// What connects a host with its server: shells and Python use pipes, Node.js uses pairs of sockets.
enum StreamKind: CaseIterable {
  case pipe
  case socketPair
}

/// Both ends of a pipe, which no child inherits that is started once this is made.
struct StreamPipe {
  let reader: Int32
  let writer: Int32

  init(_ kind: StreamKind) throws {
    var ends: [Int32] = [-1, -1]
    let code = kind == .pipe ? pipe(&ends) : socketpair(AF_UNIX, Self.streamSocket, 0, &ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard code == 0 else { throw ProcessFailure("no pipe: errno \(errno)") }
    (reader, writer) = (ends[0], ends[1])
  }

  private static var streamSocket: Int32 {
    #if os(Linux)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }
}

/// The test's end of a process's standard input.
final class OutputEnd: @unchecked Sendable {
  private let descriptor: Int32
  /// Guards `isOpen`, so that a descriptor is never closed twice.
  private let lock = NSLock()
  private var isOpen = true

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    signal(SIGPIPE, SIG_IGN)
  }

  deinit { close() }

  func write(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { start += count } else if errno != EINTR { return false }
    }
    return true
  }

  func close() {
    lock.withLock {
      if isOpen { Foundation.close(descriptor) }
      isOpen = false
    }
  }
}

/// Reads a stream in a thread of its own and hands out its lines.
final class StreamReader: @unchecked Sendable {
  private let descriptor: Int32
  /// Guards everything below.
  private let state = NSCondition()
  private var bytes: [UInt8] = []
  private var position = 0
  private var hasEnded = false
  private var isStarted = false
  private var isOpen = true

  init(_ descriptor: Int32, startsAtOnce: Bool) {
    self.descriptor = descriptor
    if startsAtOnce { start() }
  }

  /// Begins to read.
  func start() {
    isStarted = true
    Thread.detachNewThread { self.readAll() }
  }

  /// Closes the stream; only for one that has not begun to be read.
  func close() {
    precondition(!isStarted, "a thread reads it")
    if isOpen { Foundation.close(descriptor) }
    isOpen = false
  }

  /// Everything that has come so far.
  var everything: [UInt8] {
    state.lock()
    defer { state.unlock() }
    return bytes
  }

  /// Waits for the next line; nil at the end of the stream.
  func line(patience: TimeInterval, or failure: (String) -> ProcessFailure) throws -> [UInt8]? {
    let deadline = Date(timeIntervalSinceNow: patience)
    state.lock()
    defer { state.unlock() }
    var searched = position
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return Array(bytes[position..<end])
      }
      searched = bytes.count
      if hasEnded {
        guard position == bytes.count else {
          throw failure("half a line: \(String(decoding: bytes[position...], as: UTF8.self))")
        }
        return nil
      }
      guard state.wait(until: deadline) else { throw failure("nothing came for \(patience) s") }
    }
  }

  private func readAll() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      state.lock()
      if count > 0 { bytes += chunk[..<count] } else { hasEnded = true }
      state.broadcast()
      state.unlock()
      if count <= 0 { break }
    }
    Foundation.close(descriptor)
  }
}
