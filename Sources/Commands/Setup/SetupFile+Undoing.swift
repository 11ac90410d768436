extension SetupFile {
  /// Returns the text as it was before ours came, as a backup shows it and others have left it.
  ///
  /// - Parameter backups: Earlier texts, the newest first.
  /// - Returns: Nil where nothing but what setup had made is left.
  func undone(_ bytes: [UInt8], backups: [[UInt8]]) throws(HostFileError) -> [UInt8]? {
    let parts = try own(in: bytes)
    guard !parts.isEmpty else { return bytes }
    var newestFormer: String?
    for backup in backups {
      // A backup is a copy of what was there: others may have broken it since, and it is only a hint.
      guard
        let former = Self.reading({ () throws(HostFileError) in
          try own(in: backup).isEmpty
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
    // Setup had made the file where each backup is from a later run of it.
    return isEmpty(rest) && backups.allSatisfy { isMade($0, of: []) } ? nil : rest
  }

  /// Returns whether a text is what setup makes of another, so that nothing is lost where that comes in its place.
  func isMade(_ bytes: [UInt8], of rest: [UInt8]) -> Bool {
    Self.reading { () throws(HostFileError) in
      let parts = try own(in: bytes)
      guard !parts.isEmpty, let maker = try maker(of: bytes) else { return false }
      return try maker.set(rest, only: parts) == bytes
    } == true
  }

  /// Returns the setup that uses the words of a text; nil where these are not words that setup uses.
  private func maker(of bytes: [UInt8]) throws(HostFileError) -> SetupFile? {
    var (server, hook, statusLine) = (server, hook, statusLine)
    for part in try own(in: bytes) {
      switch part {
      case .server:
        let entry = try format.servers(in: bytes).entries.first(where: \.isOwn)
        server = ServerSetup(wanted: entry ?? server.wanted, isOurs: { _ in true })
      case .hooks: hook = try ClaudeSettings(bytes).hooks.compactMap(\.command.line).first?.texts ?? hook
      case .statusLine: statusLine = try ClaudeSettings(bytes).ownStatusLine?.line?.texts ?? statusLine
      }
    }
    guard [server.wanted.arguments.dropFirst(), hook.dropFirst(3), statusLine.dropFirst(2)].allSatisfy(ToldOptions.are)
    else { return nil }
    return SetupFile(
      path: path, format: format, parts: parts, server: server, hook: hook, statusLine: statusLine, followed: followed)
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
