/// Several threads that do the same work, each with its number.
package final class Threads {
  private var handles: [pthread_t] = []

  /// Starts `count` threads, numbered from 0; one that the system does not give runs at once, here.
  package init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    for number in 0..<count {
      let start = Unmanaged.passRetained(ThreadStart(number, body)).toOpaque()
      #if os(macOS)
        var handle: pthread_t?
      #else
        var handle = pthread_t()
      #endif
      if pthread_create(&handle, nil, runThread, start) == 0 {
        #if os(macOS)
          if let handle { handles.append(handle) }
        #else
          handles.append(handle)
        #endif
      } else {
        _ = runThread(start)
      }
    }
  }

  /// Waits until all of them are done.
  package func join() {
    for handle in handles { pthread_join(handle, nil) }
    handles = []
  }

  deinit { join() }
}

/// What a thread gets.
private final class ThreadStart: Sendable {
  let number: Int
  let body: @Sendable (Int) -> Void

  init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.number = number
    self.body = body
  }
}

#if os(macOS)
  private func runThread(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue()
    start.body(start.number)
    return nil
  }
#else
  private func runThread(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start else { return nil }
    let taken = Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue()
    taken.body(taken.number)
    return nil
  }
#endif
