import JSON
import Server

/// Why the configuration of a host is left as it is.
enum HostFileError: Error, Hashable {
  /// It cannot be read: a place in it, both counted from 1, the column in characters.
  case unreadable(format: String, line: Int, column: Int)
  /// What should be an object, a list or a table is something else; the name is empty for the whole file.
  case otherShape(name: String, wanted: String)
  /// A server has the name that ours would take, and starts something else.
  case nameTaken(String)

  /// Creates the error of a text that is no JSON.
  init(_ error: JSONError, in bytes: [UInt8]) {
    self = .unreadable("JSON", at: error.offset, in: bytes)
  }

  /// Returns the error of a text that cannot be read at the byte `offset`.
  static func unreadable(_ format: String, at offset: Int, in bytes: [UInt8]) -> HostFileError {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    return .unreadable(
      format: format, line: line, column: String(decoding: before[start...], as: UTF8.self).count + 1)
  }
}

extension HostFileError: Worded {
  var sentence: String {
    switch self {
    case .unreadable(let format, let line, let column): "is not \(format) (line \(line), column \(column))"
    case .otherShape("", let wanted): "is not \(wanted)"
    case .otherShape(let name, let wanted): "has something else than \(wanted) under \"\(name)\""
    case .nameTaken(let name): "has another server that is called \"\(name)\"; give that one another name"
    }
  }
}
