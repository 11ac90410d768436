import JSON

/// The servers in a configuration that is JSON, with comments and trailing commas as editors allow them.
enum JSONServers {
  /// Returns the servers under the member `key`, at the root or of a project.
  ///
  /// - Throws: ``JSONError``, whose offset is that of the file.
  static func entries(of bytes: [UInt8], under key: String) throws(JSONError) -> [ServerEntry] {
    guard let root = try JSONParser.parse(plain(bytes)).object else { return [] }
    var entries = servers(root[key])
    // Claude Code keeps what a user has set up for one project under that project's path.
    for (_, project) in root["projects"]?.object ?? JSONObject() { entries += servers(project.object?[key]) }
    return entries
  }

  private static func servers(_ value: JSONValue?) -> [ServerEntry] {
    (value?.object ?? JSONObject()).map { name, server in
      ServerEntry(
        name: name, command: server.object?["command"]?.string ?? "",
        arguments: (server.object?["args"]?.array ?? []).compactMap(\.string))
    }
  }

  /// Returns the text with blanks in place of a byte order mark, comments and commas before a closing bracket,
  /// so that offsets stay.
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    var plain = bytes
    if plain.starts(with: [0xEF, 0xBB, 0xBF]) { blank(&plain, 0..<3) }
    var index = 0
    var comma: Int?
    while index < plain.count {
      switch plain[index] {
      case UInt8(ascii: "\""):
        index = endOfString(plain, from: index)
        comma = nil
        continue
      case UInt8(ascii: "/"):
        if let end = endOfComment(plain, from: index) {
          blank(&plain, index..<end)
          index = end
          continue
        }
      case UInt8(ascii: ","): comma = index
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let comma { blank(&plain, comma..<comma + 1) }
        comma = nil
      case 0x20, 0x09, 0x0A, 0x0D: break
      default: comma = nil
      }
      index += 1
    }
    return plain
  }

  private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  /// Returns where the comment that begins at `start` ends, or nil when none begins there.
  private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "/"): return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    case UInt8(ascii: "*"):
      var index = start + 2
      while index + 1 < bytes.count {
        if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
        index += 1
      }
      return bytes.count
    default: return nil
    }
  }

  private static func blank(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range where bytes[index] != 0x0A { bytes[index] = 0x20 }
  }
}
