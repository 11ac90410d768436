package import CivilTime

/// How far a file of another program's logs is read.
package struct LogProgress: Sendable, Hashable {
  /// The program, such as `claude-code`.
  package let source: String
  /// Where the file is.
  package let path: String
  /// The numbers by which the system knew it.
  package var device: Int64 = 0
  package var inode: Int64 = 0
  /// Its length in bytes when it was last read.
  package var size: Int64 = 0
  /// When it had last been written then, in nanoseconds since 1970.
  package var modifiedNanoseconds: Int64 = 0
  /// The offset up to which it is read.
  package var readTo: Int64 = 0
  /// The bytes before that offset, which tell a file that was written again from one that has grown.
  package var tail: [UInt8] = []
  /// What its reader must know to go on, as JSON.
  package var memory = "{}"
  /// How many calls were found in it.
  package var calls: Int64 = 0
  /// How often something in it was left out, by reason, as an object of JSON.
  package var skipped = "{}"
  /// When it was last read.
  package var readAt = Instant(milliseconds: 0)
  /// Why it cannot be read further, where it cannot.
  package var fault: String?

  /// Creates the progress of a file that was never read.
  package init(source: String, path: String) {
    self.source = source
    self.path = path
  }
}
