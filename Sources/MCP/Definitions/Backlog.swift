/// Work that goes on beside the conversation, and without which some answers are incomplete.
package protocol Backlog: AnyObject {
  /// How far it is; nil where nothing is left to do, or nothing goes on.
  var progress: BacklogProgress? { get }
  /// Returns whether the answers of a tool rest on it.
  func concerns(tool: String) -> Bool
  /// Returns whether what is under a URI rests on it.
  func concerns(resource uri: String) -> Bool
}

/// How far work is that others wait for.
package struct BacklogProgress: Sendable, Hashable {
  /// How much is done.
  package let done: Int64
  /// How much there is in all, as far as is known.
  package let total: Int64
  /// The same for a person.
  package let message: String

  /// Creates the state of work.
  package init(done: Int64, total: Int64, message: String) {
    self.done = done
    self.total = total
    self.message = message
  }
}
