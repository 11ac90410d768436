/// Why a model cannot do the work of another.
package enum Obstacle: Sendable, Hashable {
  /// The calls are too long for it.
  case context
  /// Nobody knows how long its calls may be.
  case unknownContext
  /// It does not take that: `audio`, `image` or `video`.
  case input(String)
  /// It does not give that.
  case output(String)
  /// It is for something else.
  case kind

  /// Whether the length of the calls is what rules the model out.
  package var isOfLength: Bool { self == .context || self == .unknownContext }
}
