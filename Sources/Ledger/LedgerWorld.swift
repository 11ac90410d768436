package import CivilTime

/// What a ledger takes from outside: clocks, chance and a pause.
package struct LedgerWorld: Sendable {
  /// The time of day.
  package var now: @Sendable () -> Instant
  /// A clock in milliseconds that never runs backwards.
  package var monotonicMilliseconds: @Sendable () -> Int64
  /// That many bytes that nobody can foresee.
  package var randomBytes: @Sendable (Int) -> [UInt8]
  /// Waits that many milliseconds.
  package var sleepMilliseconds: @Sendable (Int64) -> Void
  /// Whether the process was told to stop: then nobody waits for another process any more.
  package var hasToStop: @Sendable () -> Bool

  /// Creates the outside world of a ledger.
  package init(
    now: @escaping @Sendable () -> Instant, monotonicMilliseconds: @escaping @Sendable () -> Int64,
    randomBytes: @escaping @Sendable (Int) -> [UInt8],
    sleepMilliseconds: @escaping @Sendable (Int64) -> Void, hasToStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.now = now
    self.monotonicMilliseconds = monotonicMilliseconds
    self.randomBytes = randomBytes
    self.sleepMilliseconds = sleepMilliseconds
    self.hasToStop = hasToStop
  }
}
