/// Time zones by name, from folders of TZif files.
package struct ZoneLibrary: Sendable {
  private let folders: [String]
  private let read: @Sendable (String) -> [UInt8]?

  /// Creates a library over folders, of which an earlier one goes first.
  ///
  /// - Parameter read: Returns the bytes of a file, or nil where there is none that can be read.
  package init(folders: [String], read: @escaping @Sendable (String) -> [UInt8]?) {
    self.folders = folders
    self.read = read
  }

  /// Returns the zone of an IANA name such as `Asia/Seoul`, reading its file.
  ///
  /// `UTC`, `Etc/UTC` and `Z` need no file.
  ///
  /// - Throws: ``ZoneError``; the name is refused before any file is touched when it could lead out of the
  ///   folders.
  package func zone(named name: String) throws(ZoneError) -> Zone {
    switch name {
    case "UTC", "Etc/UTC", "Z": return .utc
    default: break
    }
    guard ZoneLibrary.isPlain(name) else { throw .invalidName(name) }
    for folder in folders {
      if let bytes = read("\(folder)/\(name)") { return try Zone(identifier: name, tzif: bytes) }
    }
    throw .notFound(name: name, folders: folders)
  }

  /// Names of the time zone database are made of letters, digits, `+`, `-`, `_` and single slashes.
  private static func isPlain(_ name: String) -> Bool {
    guard 1...128 ~= name.utf8.count else { return false }
    var previous = UInt8(ascii: "/")
    for byte in name.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x5F: break
      case 0x2F where previous != 0x2F: break
      default: return false
      }
      previous = byte
    }
    return previous != 0x2F
  }
}
