/// A lock among processes, held on a file of its own.
///
/// The system releases it when the process dies, however it dies. It is held by this object, so two objects
/// on one path exclude each other within a process too.
///
/// Who has waited for a while is the next one (``Turnstile``): those who have just given the lock back, and those who
/// come, let them go first.
package final class FileLock {
  /// The lock's file.
  package let path: String
  /// How long a wait looks every millisecond; beyond, the holder is at long work such as a migration.
  private static let evenPausesMilliseconds: Int64 = 250
  /// After how long who waits goes first: often enough the lock is free before, and going on at once is fastest.
  private static let patienceMilliseconds: Int64 = 10
  /// For how long the next one goes first: beyond, the process may have been stopped in its wait.
  private static let trustMilliseconds: Int64 = 1_000
  /// Whether this object holds the lock.
  package private(set) var isHeld = false
  /// Whether the next one was let go first in vain, and has not gone since.
  private var isNextStopped = false
  private let descriptor: Int32
  private let monotonicMilliseconds: () -> Int64
  private let sleepMilliseconds: (Int64) -> Void
  private let hasToStop: () -> Bool

  /// Opens the lock's file, creating it readable by its owner alone; takes no lock yet.
  ///
  /// - Parameters:
  ///   - monotonicMilliseconds: A clock that never runs backwards.
  ///   - sleepMilliseconds: Lets at least about so much time pass.
  ///   - hasToStop: Whether the process was told to stop: then nobody waits any more.
  package init(
    path: String, monotonicMilliseconds: @escaping () -> Int64, sleepMilliseconds: @escaping (Int64) -> Void,
    hasToStop: @escaping () -> Bool = { false }
  ) throws(FileLockError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, systemError: errno) }
    self.path = path
    self.monotonicMilliseconds = monotonicMilliseconds
    self.sleepMilliseconds = sleepMilliseconds
    self.hasToStop = hasToStop
  }

  deinit { close(descriptor) }

  /// Takes the lock, waiting for at most `waitingMilliseconds`; 0 tries once.
  ///
  /// - Parameter waitsOnceStopping: Whether it waits even when the process was told to stop.
  /// - Throws: ``FileLockError/timedOut(path:waitedMilliseconds:)`` when others kept it all that time, or until
  ///   the process was told to stop.
  package func lock(waitingMilliseconds: Int64, waitsOnceStopping: Bool = false) throws(FileLockError) {
    precondition(!isHeld, "the lock is held already: \(path)")
    // Who waits for less than that long gets in at its end, too; who does not wait at all comes after all others.
    let trust = waitingMilliseconds == 0 ? 1 : min(FileLock.trustMilliseconds, waitingMilliseconds)
    if try attempt(afterMilliseconds: 0, trustMilliseconds: trust) { return }
    let turnstile = Turnstile(descriptor: descriptor)
    defer { turnstile.leave() }
    let start = monotonicMilliseconds()
    var pause: Int64 = 1
    while true {
      let waited = monotonicMilliseconds() - start
      guard waited < waitingMilliseconds, waitsOnceStopping || !hasToStop() else {
        throw .timedOut(path: path, waitedMilliseconds: waited)
      }
      // Growing at once starves: with four writers that never rest, the longest wait was 0.8 s with pauses
      // that double from the start, and 0.2 s with even ones.
      if waited >= FileLock.evenPausesMilliseconds { pause = min(pause * 2, 3) }
      sleepMilliseconds(min(pause, waitingMilliseconds - waited))
      if waited >= FileLock.patienceMilliseconds { turnstile.take() }
      if try attempt(afterMilliseconds: monotonicMilliseconds() - start, trustMilliseconds: trust) { return }
    }
  }

  /// Gives the lock back; does nothing when it is not held.
  package func unlock() {
    guard isHeld else { return }
    flock(descriptor, LOCK_UN)
    isHeld = false
  }

  private func attempt(afterMilliseconds waited: Int64, trustMilliseconds trust: Int64) throws(FileLockError) -> Bool {
    let hasNext = Turnstile(descriptor: descriptor).isTakenByAnother
    if !hasNext { isNextStopped = false }
    if hasNext, waited < trust, !isNextStopped { return false }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number == EWOULDBLOCK { return false }
      if number != EINTR { throw .cannotLock(path: path, systemError: number) }
    }
    // Who did not go first in all that time does not run: the next turn is not kept for it again.
    if hasNext, waited >= FileLock.trustMilliseconds { isNextStopped = true }
    isHeld = true
    return true
  }
}
