import Posix

/// Bytes that nobody can foresee, which the system is asked for many at a time.
///
/// It is used from the process's one thread, and no process is forked off that goes on running this program: two would
/// draw the same bytes.
final class RandomBytes: @unchecked Sendable {
  // As much as getentropy(3) gives at once.
  private static let poolSize = 256

  private var pool = [UInt8](repeating: 0, count: poolSize)
  private var used = poolSize

  /// Returns that many bytes.
  @Sendable func draw(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      if used == Self.poolSize { refill() }
      let more = used..<used + min(count - bytes.count, Self.poolSize - used)
      pool.withUnsafeMutableBufferPointer { pool in
        bytes += pool[more]
        // What was given out is known to others, and must not lie here too.
        pool[more].update(repeating: 0)
      }
      used = more.upperBound
    }
    return bytes
  }

  private func refill() {
    let result = pool.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
    guard result == 0 else { preconditionFailure("the system gives no random bytes: \(errno)") }
    used = 0
  }
}
