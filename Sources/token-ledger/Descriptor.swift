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
    /// So many bytes are written.
    case wrote(Int)
    /// Nobody reads any more.
    case readerGone
    /// The system refuses with this `errno`.
    case failed(Int32)
  }

  /// Writes the bytes, or as many of them as go out in one piece; none when the descriptor is full.
  static func writeSome(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Writing {
    let count = bytes.withUnsafeBytes { bytes in
      #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
      #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
      #endif
    }
    guard count < 0 else { return .wrote(count) }
    switch errno {
    // EAGAIN: somebody who shares the descriptor has made it non-blocking.
    case EINTR, EAGAIN: return .wrote(0)
    case EPIPE: return .readerGone
    case let number: return .failed(number)
    }
  }

  /// Writes all of the bytes.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Writing {
    var start = 0
    while start < bytes.count {
      switch writeSome(bytes[start...], to: descriptor) {
      case .wrote(0): waitUntilWritable(descriptor)
      case .wrote(let count): start += count
      case let ending: return ending
      }
    }
    return .wrote(bytes.count)
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

  private static func waitUntilWritable(_ descriptor: Int32) {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&wanted, 1, 1_000)
  }
}
