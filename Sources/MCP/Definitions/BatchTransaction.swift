/// What a batch of messages, the complete lines of one read, does to a store: all of it or nothing.
package protocol BatchTransaction: AnyObject {
  /// Called before the first message of a batch.
  ///
  /// - Parameter hasQuestions: Whether a message asks for what the store holds.
  func begin(hasQuestions: Bool)
  /// Runs `body`, which answers one request: whatever it reads it reads from one state of the store.
  func answering<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T
  /// True once the batch has written, or has tried to.
  var hasWritten: Bool { get }
  /// Makes the batch's writes durable; called before any of its replies is sent.
  ///
  /// - Throws: Why nothing of the batch was kept; the failure is told to every caller since the first write.
  func commit() throws(ToolFailure)
}
