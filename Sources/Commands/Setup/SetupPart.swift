/// What can be set up in a host.
enum SetupPart: Hashable {
  case server, hooks, statusLine
}

/// A file of a host's configuration, and what of ours belongs into it.
struct SetupFile {
  let path: String
  let format: HostFormat
  /// What is put there or taken out, in this order.
  let parts: [SetupPart]
  let server: ServerSetup
  /// The words of a hook and of the status line, the program first.
  let hook: [String]
  let statusLine: [String]

  /// Returns the text with our parts.
  func set(_ bytes: [UInt8], only parts: [SetupPart]) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    for part in parts {
      switch part {
      case .server: bytes = try server.set(bytes, format)
      case .hooks: bytes = try ClaudeSettings(bytes).settingHooks(hook, isOurs: server.isOurs)
      case .statusLine: bytes = try ClaudeSettings(bytes).settingStatusLine(statusLine, isOurs: server.isOurs)
      }
    }
    return bytes
  }

  /// Returns the text without our parts.
  ///
  /// - Parameter former: The status line that ours has replaced, as it was written.
  func removed(from bytes: [UInt8], former: String?) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    for part in try found(in: bytes) {
      switch part {
      case .server: bytes = try ServerSetup.removed(from: bytes, format)
      case .hooks: bytes = try ClaudeSettings(bytes).removingHooks()
      case .statusLine: bytes = try ClaudeSettings(bytes).removingStatusLine(former: former)
      }
    }
    return bytes
  }

  /// Returns which of the parts a text has.
  func found(in bytes: [UInt8]) throws(HostFileError) -> [SetupPart] {
    var found: [SetupPart] = []
    for part in parts {
      let isThere =
        switch part {
        case .server: try format.servers(in: bytes).entries.contains(where: \.startsLedger)
        case .hooks: try !ClaudeSettings(bytes).hooks.isEmpty
        case .statusLine: try ClaudeSettings(bytes).ownStatusLine != nil
        }
      if isThere { found.append(part) }
    }
    return found
  }

  /// Returns the text as it was before ours came, as a backup shows it and others have left it.
  ///
  /// - Parameter backups: Earlier texts, the newest first.
  /// - Returns: Nil where nothing but what setup had made is left.
  func undone(_ bytes: [UInt8], backups: [[UInt8]]) throws(HostFileError) -> [UInt8]? {
    let parts = try found(in: bytes)
    guard !parts.isEmpty else { return bytes }
    var newestFormer: String?
    for backup in backups {
      // A backup is a copy of what was there: others may have broken it since, and it is only a hint.
      guard
        let former = Self.reading({ () throws(HostFileError) in
          try found(in: backup).isEmpty
            ? Former(line: parts.contains(.statusLine) ? formerStatusLine(backup) : nil) : nil
        })
      else { continue }
      if newestFormer == nil { newestFormer = former.line }
      let isSame = Self.reading { () throws(HostFileError) in
        try removed(from: set(backup, only: parts), former: former.line) == removed(from: bytes, former: former.line)
      }
      if isSame == true { return backup }
    }
    let rest = try removed(from: bytes, former: newestFormer)
    return backups.isEmpty && isEmpty(rest) ? nil : rest
  }

  /// What a backup tells of the status line.
  private struct Former { let line: String? }

  private func formerStatusLine(_ backup: [UInt8]) throws(HostFileError) -> String? {
    try ClaudeSettings(backup).otherStatusLine
  }

  private static func reading<T>(_ read: () throws(HostFileError) -> T?) -> T? {
    do { return try read() } catch { return nil }
  }

  private func isEmpty(_ bytes: [UInt8]) -> Bool {
    let text = bytes.filter { !JSONComments.isSpace($0) }
    return text.isEmpty || text == Array("{}".utf8)
  }
}
