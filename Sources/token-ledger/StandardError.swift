import Posix

/// Lines for people on standard error.
///
/// A host may open it and never read it: once it is full, lines are dropped rather than waited for.
final class StandardError {
  /// How long in milliseconds a slow reader is waited for.
  private static let patience: Int32 = 100
  private var isStuck = false

  /// Writes a text and a line end, or what there is room for.
  func write(_ text: String) {
    var rest = Array("\(text)\n".utf8)[...]
    while !rest.isEmpty, isWritable {
      // As much as a pipe with room takes without blocking.
      guard case .wrote(let count) = Descriptor.writeSome(rest.prefix(Int(PIPE_BUF)), to: STDERR_FILENO)
      else {
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  private var isWritable: Bool {
    // Waiting once is enough to know that nobody reads.
    isStuck = !Descriptor.isWritable(STDERR_FILENO, within: isStuck ? 0 : Self.patience)
    return !isStuck
  }
}
