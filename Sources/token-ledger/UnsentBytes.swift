import Posix

/// Bytes on their way out, the oldest first; they lie in the pieces in which they came, as a copy of many would double them.
struct UnsentBytes {
  // A pipe that poll(2) calls writable takes that much without blocking (4096 on Linux, 512 on macOS).
  private static let pieceSize = Int(PIPE_BUF)

  private var pieces: [[UInt8]] = []
  /// Where in `pieces` the oldest one is, and how much of it is gone.
  private var (first, start) = (0, 0)

  /// How many there are.
  private(set) var count = 0
  /// True when all have been sent.
  var isEmpty: Bool { count == 0 }
  /// The oldest bytes, as many as can be written without blocking.
  var piece: ArraySlice<UInt8> { isEmpty ? [] : pieces[first][start...].prefix(Self.pieceSize) }

  /// Adds bytes at the end.
  mutating func append(_ more: [UInt8]) {
    guard !more.isEmpty else { return }
    pieces.append(more)
    count += more.count
  }

  /// Takes away bytes of ``piece``, the oldest first.
  mutating func removeFirst(_ sent: Int) {
    start += sent
    count -= sent
    guard count > 0 else { return self = UnsentBytes() }
    guard start == pieces[first].count else { return }
    pieces[first] = []
    (first, start) = (first + 1, 0)
    // Moving the rest only when it is the smaller part keeps the work in proportion to what is sent.
    guard first > pieces.count / 2 else { return }
    pieces.removeSubrange(..<first)
    first = 0
  }
}
