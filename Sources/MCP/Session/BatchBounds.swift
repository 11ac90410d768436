/// When a batch of messages ends although more wait: what is ready leaves, and the loop looks at what else there is.
struct BatchBounds {
  // What was written is made durable together, as each commit costs a sync; but others wait for the writers' lock.
  // A record takes its bytes' time, about 80 ms for so many. What a question takes, nobody knows before.
  private static let writing = (milliseconds: Int64(50), bytes: 1 << 20)
  // Without writes, an answer leaves as it is made, but for some that cost less than the call of the system.
  private static let reading = (milliseconds: Int64(2), bytes: 1 << 16)

  private let start: Int64
  private var bytes = 0
  private var hasQuestions = false

  /// Begins a batch at a time in milliseconds.
  init(start: Int64) { self.start = start }

  /// Counts a message, and the bytes of its answer.
  mutating func count(_ message: Inbox.Message, answerBytes: Int) {
    bytes += message.size + answerBytes
    if message.isQuestion { hasQuestions = true }
  }

  /// Returns whether the batch ends.
  ///
  /// - Parameter now: Gives the time in milliseconds.
  func areReached(_ now: () -> Int64, hasWritten: @autoclosure () -> Bool) -> Bool {
    guard hasQuestions || bytes >= Self.reading.bytes else { return false }
    let most = hasWritten() ? Self.writing : Self.reading
    return bytes >= most.bytes || hasQuestions && now() - start >= most.milliseconds
  }
}
