/// Ids that are unique wherever they are found.
enum UniqueID {
  /// Returns whether an id has the form of a UUID, which no two things share; shorter ids are unique within a file only.
  static func isUUID(_ id: some StringProtocol) -> Bool {
    let bytes = Array(id.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.indices.allSatisfy { index in
      switch index {
      case 8, 13, 18, 23: bytes[index] == UInt8(ascii: "-")
      default: Unicode.Scalar(bytes[index]).properties.isASCIIHexDigit
      }
    }
  }

  /// Returns the name of a message among all files: its id where that is unique by itself, else within its session.
  static func name(of id: String, session: String) -> String { isUUID(id) ? id : "\(session) \(id)" }
}
