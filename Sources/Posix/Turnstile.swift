internal import CPosix

/// The place of who takes a lock next: a lock on one byte of the lock's file, besides the lock itself.
///
/// It belongs to what the descriptor has opened, so it goes with the process, however it dies. Where the system or the
/// file system has no such locks, nobody is ever next.
struct Turnstile {
  let descriptor: Int32

  /// Whether somebody else is next.
  var isTakenByAnother: Bool { cposix_is_byte_locked(descriptor) }

  /// Becomes the next one, if nobody is.
  func take() { cposix_lock_byte(descriptor, true) }

  /// Lets another be the next one; does nothing for who is not.
  func leave() { cposix_lock_byte(descriptor, false) }
}
