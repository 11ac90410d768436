internal import CSQLite

/// How long the statements of a connection wait for other connections' locks.
///
/// SQLite's own timeout knows no end but that of its time: a server that is told to stop would wait for all of it.
final class Patience {
  /// The pauses between looks, in milliseconds; the last one goes on.
  private static let pauses: [Int64] = [1, 2, 5, 10, 15, 20, 25]

  /// For how long a statement waits.
  var milliseconds: Int64
  private let hasToStop: () -> Bool
  /// How long the statement has waited.
  private var waited: Int64 = 0

  init(milliseconds: Int64, hasToStop: @escaping () -> Bool) {
    self.milliseconds = milliseconds
    self.hasToStop = hasToStop
  }

  /// Has the statements of a connection wait so; this object must outlive it.
  func wait(on connection: OpaquePointer) {
    sqlite3_busy_handler(
      connection,
      { context, count in
        guard let context else { return 0 }
        return Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().pauses(before: Int(count)) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Waits a little before SQLite looks again; false when it is to give up.
  private func pauses(before look: Int) -> Bool {
    if look == 0 { waited = 0 }
    guard waited < milliseconds, !hasToStop() else { return false }
    let pause = min(Self.pauses[min(look, Self.pauses.count - 1)], milliseconds - waited)
    waited += Int64(sqlite3_sleep(Int32(pause)))
    return true
  }
}
