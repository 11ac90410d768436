#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whole reads and writes on blocking descriptors.
enum Descriptor {
  /// Reads what is there, at most as much as `buffer` holds.
  ///
  /// - Returns: How many bytes; 0 at the end, -1 on an error.
  static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        #if canImport(Glibc)
          Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.read(descriptor, bytes.baseAddress, bytes.count)
        #else
          Darwin.read(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// How a write has ended.
  enum Writing {
    /// All of it is written.
    case done
    /// Nobody reads any more.
    case readerGone
    /// The system refuses with this `errno`.
    case failed(Int32)
  }

  /// Writes all of the bytes.
  ///
  /// - Parameter isStopping: Asked when a signal has interrupted the write; true gives up on a reader that does
  ///   not read, after a second.
  @discardableResult
  static func write(
    _ bytes: [UInt8], to descriptor: Int32, isStopping: () -> Bool = { false }
  ) -> Writing {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { rest in
        #if canImport(Glibc)
          Glibc.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, rest.baseAddress, rest.count)
        #else
          Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      let number = errno
      switch (count, number) {
      case (1..., _): start += count
      case (_, EINTR):
        if isStopping(), !isWritable(descriptor) { return .readerGone }
      // Somebody who shares the descriptor has made it non-blocking.
      case (_, EAGAIN):
        if !isWritable(descriptor), isStopping() { return .readerGone }
      case (_, EPIPE): return .readerGone
      default: return .failed(number)
      }
    }
    return .done
  }

  /// Writes a text.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Writing {
    write(Array(text.utf8), to: descriptor)
  }

  /// Tells on standard error why standard output cannot be written.
  static func writeFailure(_ number: Int32) {
    let reason = String(cString: strerror(number))
    write("token-ledger: cannot write to standard output: \(reason)\n", to: STDERR_FILENO)
  }

  /// Opens standard input, output and error on /dev/null where the process was started without them.
  static func openClosedStandardOnes() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Whether a write goes through within a second.
  private static func isWritable(_ descriptor: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wanted, 1, 1_000) > 0
  }
}
