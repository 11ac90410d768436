/// What is at a path.
package enum FileKind: Sendable, Hashable {
  /// Nothing, or a link that leads nowhere.
  case nothing
  /// A plain file of the user who runs the program.
  case file
  /// A plain file of another user.
  case fileOfAnother
  /// A folder.
  case folder
  /// A device, a pipe or a socket.
  case special
}
