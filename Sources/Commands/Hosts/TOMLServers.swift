/// The servers in Codex's configuration: the sections `[mcp_servers.NAME]` of a TOML file.
///
/// Only what such a section needs is read: its name, and the texts of `command` and `args`.
enum TOMLServers {
  private static let prefix = "mcp_servers."

  /// Returns the servers in the order of their sections.
  static func entries(of text: String) -> [ServerEntry] {
    var entries: [ServerEntry] = []
    var isInServer = false
    var openList = false
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop(while: \.isWhitespace)
      if openList {
        openList = addArguments(line, to: &entries)
      } else if line.hasPrefix("[") {
        let name = serverName(line)
        isInServer = name != nil
        if let name { entries.append(ServerEntry(name: name)) }
      } else if isInServer, let value = value(of: "command", in: line) {
        entries[entries.count - 1].command = strings(value).texts.first ?? ""
      } else if isInServer, let value = value(of: "args", in: line) {
        openList = addArguments(value, to: &entries)
      }
    }
    return entries
  }

  /// Adds the texts of a line of a list.
  ///
  /// - Returns: Whether the list goes on in the next line.
  private static func addArguments(_ line: Substring, to entries: inout [ServerEntry]) -> Bool {
    let (texts, isClosed) = strings(line)
    entries[entries.count - 1].arguments += texts
    return !isClosed
  }

  /// The NAME of `[mcp_servers.NAME]`; nil for other sections, also those below a server's such as its `env`.
  private static func serverName(_ line: Substring) -> String? {
    guard line.dropFirst().hasPrefix(prefix), let end = line.firstIndex(of: "]") else { return nil }
    let name = line[line.index(line.startIndex, offsetBy: 1 + prefix.count)..<end]
    if let quoted = strings(name).texts.first { return quoted }
    return name.contains(".") ? nil : String(name)
  }

  private static func value(of key: String, in line: Substring) -> Substring? {
    guard line.hasPrefix(key) else { return nil }
    let rest = line.dropFirst(key.count).drop(while: \.isWhitespace)
    return rest.first == "=" ? rest.dropFirst() : nil
  }

  /// The texts in quotes up to a comment, and whether a list ends there.
  private static func strings(_ text: Substring) -> (texts: [String], isClosed: Bool) {
    var texts: [String] = []
    var isClosed = false
    var current: String?
    var mark: Character = "\""
    var isEscaped = false
    for character in text {
      guard let open = current else {
        if character == "#" { break }
        if character == "]" { isClosed = true }
        if character == "\"" || character == "'" { (mark, current) = (character, "") }
        continue
      }
      if isEscaped {
        isEscaped = false
        current = open + String(character)
      } else if character == "\\", mark == "\"" {
        isEscaped = true
      } else if character == mark {
        texts.append(open)
        current = nil
      } else {
        current = open + String(character)
      }
    }
    return (texts, isClosed)
  }
}
