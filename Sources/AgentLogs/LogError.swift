package import Posix

/// Why a file cannot be read.
package enum LogError: Error, Hashable {
  /// The system refuses.
  case unreadable(SystemError)
  /// The database cannot be read; SQLite's own words.
  case database(String)
  /// It is too long to be read as a whole, in bytes.
  case tooLong(Int64)

  /// The reason as the ledger keeps it.
  package var code: String {
    switch self {
    case .unreadable(let error): "unreadable \(error.number)"
    case .database(let message): "database \(message)"
    case .tooLong(let length): "long \(length)"
    }
  }

  /// Reads a reason that the ledger keeps.
  package init?(code: String) {
    let parts = code.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "unreadable": self = .unreadable(SystemError(Int32(parts[1]) ?? 0))
    case "database": self = .database(parts[1])
    case "long": self = .tooLong(Int64(parts[1]) ?? 0)
    default: return nil
    }
  }
}
