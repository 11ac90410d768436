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
  /// What is brought up to date where it is there already.
  var followed: [SetupPart] = []

  /// Returns the text with our parts.
  func set(_ bytes: [UInt8], only parts: [SetupPart]) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    if !followed.isEmpty {
      bytes = try ClaudeSettings(bytes).updated(hook: hook, statusLine: statusLine, isOurs: server.isOurs) ?? bytes
    }
    for part in parts {
      switch part {
      case .server: bytes = try server.set(bytes, format)
      case .hooks: bytes = try ClaudeSettings(bytes).settingHooks(hook)
      case .statusLine: bytes = try ClaudeSettings(bytes).settingStatusLine(statusLine)
      }
    }
    return bytes
  }

  /// Returns the text without our parts.
  ///
  /// - Parameter former: The status line that ours has replaced, as it was written.
  func removed(from bytes: [UInt8], former: String?) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    for part in try own(in: bytes) {
      switch part {
      case .server: bytes = try ServerSetup.removed(from: bytes, format)
      case .hooks: bytes = try ClaudeSettings(bytes).removingHooks()
      case .statusLine: bytes = try ClaudeSettings(bytes).removingStatusLine(former: former)
      }
    }
    return bytes
  }

  /// Returns which of the parts a text has, whoever has put them there and whatever else is with them.
  func found(in bytes: [UInt8]) throws(HostFileError) -> [SetupPart] {
    try those { part throws(HostFileError) in
      switch part {
      case .server: try format.servers(in: bytes).entries.contains(where: \.startsLedger)
      case .hooks: try !ClaudeSettings(bytes).hooks.isEmpty
      case .statusLine: try ClaudeSettings(bytes).ownStatusLine != nil
      }
    }
  }

  /// Returns which of the parts a text has as setup makes them.
  func own(in bytes: [UInt8]) throws(HostFileError) -> [SetupPart] {
    try those { part throws(HostFileError) in
      switch part {
      case .server: try format.servers(in: bytes).entries.contains(where: \.isOwn)
      case .hooks: try ClaudeSettings(bytes).hooks.contains { $0.command.line != nil }
      case .statusLine: try ClaudeSettings(bytes).ownStatusLine?.line != nil
      }
    }
  }

  private func those(_ isThere: (SetupPart) throws(HostFileError) -> Bool) throws(HostFileError) -> [SetupPart] {
    var those: [SetupPart] = []
    for part in parts where try isThere(part) { those.append(part) }
    return those
  }

  /// Returns what starts the ledger in a text and is not as setup makes it, in the words of a person.
  func others(in bytes: [UInt8]) throws(HostFileError) -> [String] {
    var others: [String] = []
    for part in followed.isEmpty ? parts : followed {
      switch part {
      case .server:
        others += try format.servers(in: bytes).entries.filter { $0.startsLedger && !$0.isOwn }.map {
          "\"\($0.name)\"\($0.isForAll ? "" : " of one project") in \(path) starts"
        }
      case .hooks:
        others += try ClaudeSettings(bytes).hooks.filter { $0.command.line == nil }.map {
          "A hook of \($0.event) in \(path) runs"
        }
      case .statusLine:
        let own = try ClaudeSettings(bytes).ownStatusLine
        if let own, own.line == nil { others.append("The status line in \(path) runs") }
      }
    }
    return others
  }
}
