/// Work on a thread of its own, for which nobody waits.
package enum BackgroundThread {
  /// Enough for whatever is nested in a text; some systems give a thread no more than 128 KiB.
  private static let stackBytes = 4 << 20

  /// Starts a thread that runs `body`; where the system gives none, it runs at once, here.
  package static func start(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(ThreadStart(body)).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackBytes)
    #if os(macOS)
      var handle: pthread_t?
    #else
      var handle = pthread_t()
    #endif
    if pthread_create(&handle, &attributes, runThread, start) != 0 { _ = runThread(start) }
  }
}

/// What a thread gets.
private final class ThreadStart: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

#if os(macOS)
  private func runThread(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue().body()
    return nil
  }
#else
  private func runThread(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start else { return nil }
    Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue().body()
    return nil
  }
#endif
