/// Why there is no time zone.
package enum ZoneError: Error, Hashable {
  /// The name is empty, too long, or cannot be a path below a folder of zones.
  case invalidName(String)
  /// None of the folders has a file of that name.
  case notFound(name: String, folders: [String])
  /// The file is there and is not a zone that can be read.
  case malformed(name: String, reason: Reason)

  /// What is wrong with a file of a zone.
  package enum Reason: Sendable, Hashable {
    /// It does not begin as TZif files do.
    case notTZif
    /// It ends before its own counts say so.
    case truncated
    /// Its times count leap seconds, which clocks of computers do not.
    case leapSeconds
    /// A count, index, order or offset is outside what the format allows.
    case outOfRange
    /// The rule for later times, as the file has it, cannot be read.
    case rule(String)
  }
}
