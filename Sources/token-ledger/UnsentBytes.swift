import Posix

/// Bytes on their way out, the oldest first.
struct UnsentBytes {
  // A pipe that poll(2) calls writable takes that much without blocking (4096 on Linux, 512 on macOS).
  private static let pieceSize = Int(PIPE_BUF)
  // Beyond that, the memory of a long queue is given back.
  private static let keptCapacity = 1 << 20

  private var bytes: [UInt8] = []
  private var start = 0

  /// How many there are.
  var count: Int { bytes.count - start }
  /// True when all have been sent.
  var isEmpty: Bool { count == 0 }
  /// The oldest bytes, as many as can be written without blocking.
  var piece: ArraySlice<UInt8> { bytes[start...].prefix(Self.pieceSize) }

  /// Adds bytes at the end.
  mutating func append(_ more: [UInt8]) {
    // Moving the rest only when it is the smaller part keeps the work in proportion to what is sent.
    if start > bytes.count / 2 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes += more
  }

  /// Takes away the oldest `count` bytes.
  mutating func removeFirst(_ count: Int) {
    start += count
    guard isEmpty else { return }
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
    start = 0
  }
}
