package import CivilTime

/// A file of a program's logs, as it was when it was found.
package struct LogFile: Sendable, Hashable {
  /// Where it is.
  package let path: String
  /// The way to it from the root of its source, without a slash at its front; empty where the root is the file.
  package let relativePath: String
  /// The numbers by which the system knows it, whatever it is called.
  package let device: Int64
  package let inode: Int64
  /// Its length in bytes.
  package let size: Int64
  /// When it was last written, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64

  /// Creates the description of a file.
  package init(
    path: String, relativePath: String, device: Int64, inode: Int64, size: Int64, modifiedNanoseconds: Int64
  ) {
    self.path = path
    self.relativePath = relativePath
    self.device = device
    self.inode = inode
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
  }

  /// When it was last written.
  package var modified: Instant { Instant(milliseconds: modifiedNanoseconds / 1_000_000) }
  /// The parts of the way to it from its root, its own name last.
  package var components: [Substring] { relativePath.split(separator: "/") }
  /// Its own name.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
