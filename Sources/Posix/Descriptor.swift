/// Whole reads and writes on descriptors.
package enum Descriptor {
  /// Reads what is there, at most as much as `buffer` holds.
  ///
  /// - Returns: How many bytes; 0 at the end, -1 on an error, which `errno` names.
  package static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0) }
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Returns what there is up to the end, or nil when reading fails or gives more than `limit` bytes.
  package static func readAll(_ descriptor: Int32, limit: Int = .max) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = read(descriptor, into: &chunk)
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    return nil
  }

  /// How a write has ended.
  package enum Writing {
    /// So many bytes are written.
    case wrote(Int)
    /// Nobody reads any more.
    case readerGone
    /// The system refuses.
    case failed(SystemError)
  }

  /// Writes the bytes, or as many of them as go out in one piece; none when the descriptor is full.
  package static func writeSome(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Writing {
    let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0) }
    guard count < 0 else { return .wrote(count) }
    switch errno {
    // EAGAIN: somebody who shares the descriptor has made it non-blocking.
    case EINTR, EAGAIN: return .wrote(0)
    case EPIPE: return .readerGone
    case let number: return .failed(SystemError(number))
    }
  }

  /// Writes all of the bytes.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Writing {
    var start = 0
    while start < bytes.count {
      switch writeSome(bytes[start...], to: descriptor) {
      case .wrote(0): _ = isWritable(descriptor, within: 1_000)
      case .wrote(let count): start += count
      case let ending: return ending
      }
    }
    return .wrote(bytes.count)
  }

  /// Writes a text.
  @discardableResult
  package static func write(_ text: String, to descriptor: Int32) -> Writing {
    write(Array(text.utf8), to: descriptor)
  }

  /// Whether a write takes something within so many milliseconds, or tells that nobody reads.
  package static func isWritable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wanted, 1, milliseconds) > 0
  }
}

// Outside of the type, whose own functions have these names too.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
