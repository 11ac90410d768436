/// How far a limit's window has come, as told to somebody.
package struct LimitMark: Sendable, Hashable {
  /// What is told; each is told on its own.
  package enum Kind: Int64, Sendable {
    /// The level of a limit has risen.
    case alert = 0
    /// Usage has grown by so much that a report is due.
    case report = 1
    /// Usage is unusual.
    case anomaly = 2
  }

  /// What tells windows apart.
  package enum Window: Sendable, Hashable {
    /// One that has a beginning and an end; any number that belongs to it alone, such as its end.
    case fixed(Int64)
    /// One that slides, of that many milliseconds.
    case sliding(Int64)
  }

  /// What is told.
  package var kind: Kind
  /// The limit, and whose window it is where it holds for each one of a kind by itself.
  package var limit: String
  /// Which of its windows.
  package var window: Window
  /// How far it has come: higher steps are reported again, lower ones are not.
  package var step: Int64

  /// Creates a mark.
  package init(kind: Kind, limit: String, window: Window, step: Int64) {
    self.kind = kind
    self.limit = limit
    self.window = window
    self.step = step
  }
}
