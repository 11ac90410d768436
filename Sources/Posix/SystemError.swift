/// Why the system refused something, by its number.
package struct SystemError: Error, Hashable {
  /// The `errno`.
  package let number: Int32

  /// Creates the error of that number.
  package init(_ number: Int32) { self.number = number }

  /// That of the calling thread's last call that failed.
  package static var last: SystemError { SystemError(errno) }

  /// The system's own words, such as `Permission denied`.
  package var text: String {
    guard number != 0, let text = strerror(number) else { return "unknown reason" }
    return String(cString: text)
  }

  /// True when there is no such folder.
  package var isForLackOfFolder: Bool { [ENOENT, ENOTDIR].contains(number) }

  /// True when a file could not grow: the disk, the user's share of it, or the process's own limit is used up.
  package var isForLackOfSpace: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
}
