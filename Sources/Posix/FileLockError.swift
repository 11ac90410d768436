/// Why a lock was not taken.
package enum FileLockError: Error, Hashable {
  /// The lock's file cannot be opened or created.
  case cannotOpen(path: String, systemError: Int32)
  /// The system refuses the lock itself, as some network file systems do.
  case cannotLock(path: String, systemError: Int32)
  /// Others held the lock for the whole wait.
  case timedOut(path: String, waitedMilliseconds: Int64)
}
