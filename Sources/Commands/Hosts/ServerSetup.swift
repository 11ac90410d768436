import Service

/// Our server in the configuration of a host: put there, brought up to date, or taken out.
struct ServerSetup: Sendable {
  /// The entry as we would write it.
  let wanted: ServerEntry
  /// Whether a command starts the program that is running.
  let isOurs: @Sendable (_ command: String) -> Bool

  /// Returns a configuration in which our entry starts this program with the words that are wanted.
  ///
  /// Words that are there besides stay. An entry of another kind that does what ours would is enough, and stays too.
  /// - Throws: ``HostFileError`` for a file that is left as it is.
  func set(_ bytes: [UInt8], _ format: HostFormat) throws(HostFileError) -> [UInt8] {
    let list = try format.servers(in: bytes)
    if let index = list.entries.firstIndex(where: \.isOwn) {
      let entry = updated(list.entries[index])
      return entry == list.entries[index] ? bytes : try list.replacing(index, with: entry)
    }
    if list.entries.contains(where: isEnough) { return bytes }
    if list.entries.contains(where: { $0.isForAll && $0.name == wanted.name }) { throw .nameTaken(wanted.name) }
    return try list.adding(wanted)
  }

  /// Returns a configuration without our entry.
  static func removed(from bytes: [UInt8], _ format: HostFormat) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    while true {
      let list = try format.servers(in: bytes)
      guard let index = list.entries.firstIndex(where: \.isOwn) else { return bytes }
      bytes = try list.removing(index)
    }
  }

  private func isEnough(_ entry: ServerEntry) -> Bool {
    let words = entry.words + entry.arguments
    return entry.isForAll && entry.startsLedger && entry.ledgerCommand.map(isOurs) ?? true
      && wanted.arguments.allSatisfy(words.contains)
  }

  private func updated(_ entry: ServerEntry) -> ServerEntry {
    var updated = entry
    if !isOurs(entry.command) { updated.command = wanted.command }
    if !entry.arguments.contains("serve") { updated.arguments.append("serve") }
    updated.arguments = ToldOptions.updated(updated.arguments, to: wanted.arguments.dropFirst())
    return updated
  }
}
