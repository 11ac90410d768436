/// A value that several threads work with, and that one can wait for.
package final class SharedValue<Value: Sendable>: @unchecked Sendable {
  // Sendable, as `mutex` guards `value`, and the two pointers stay as they are.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var value: Value

  /// Shares a value.
  package init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
    #if os(macOS)
      pthread_cond_init(change, nil)
    #else
      // By the clock that nobody sets.
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(change, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Works with the value, while nobody else does, and lets those who wait look at it again.
  package func with<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(mutex)
    }
    return body(&value)
  }

  /// Waits until `body` returns something, and returns it; nil after that many milliseconds without.
  ///
  /// It is asked at once, and again whenever somebody has worked with the value.
  package func wait<Result>(milliseconds: Int64, for body: (inout Value) -> Result?) -> Result? {
    let end = Self.now + min(max(0, milliseconds), Self.longestWait) * 1_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&value) { return result }
      guard Self.now < end else { return nil }
      wait(until: end)
    }
  }

  /// A year.
  private static var longestWait: Int64 { 31_536_000_000 }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private func wait(until end: Int64) {
    #if os(macOS)
      var time = Self.time(end - Self.now)
      pthread_cond_timedwait_relative_np(change, mutex, &time)
    #else
      var time = Self.time(end)
      pthread_cond_timedwait(change, mutex, &time)
    #endif
  }

  private static func time(_ nanoseconds: Int64) -> timespec {
    var time = timespec()
    time.tv_sec = .init(max(0, nanoseconds) / 1_000_000_000)
    time.tv_nsec = .init(max(0, nanoseconds) % 1_000_000_000)
    return time
  }
}
