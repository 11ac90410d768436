import Service

/// Our server in the configuration of a host: put there, brought up to date, or taken out.
struct ServerSetup: Sendable {
  /// The entry as we would write it.
  let wanted: ServerEntry
  /// Whether a command starts the program that is running.
  let isOurs: @Sendable (_ command: String) -> Bool

  /// Returns a configuration in which each entry that starts the ledger starts this program, and there is one for all.
  ///
  /// An entry that starts it through another program, and words that are there besides ours, stay.
  /// - Throws: ``HostFileError`` for a file that is left as it is.
  func set(_ bytes: [UInt8], _ format: HostFormat) throws(HostFileError) -> [UInt8] {
    var bytes = bytes
    var list = try format.servers(in: bytes)
    for index in list.entries.indices where list.entries[index].startsLedger {
      let entry = updated(list.entries[index])
      guard entry != list.entries[index] else { continue }
      bytes = try list.replacing(index, with: entry)
      list = try format.servers(in: bytes)
    }
    if list.entries.contains(where: { $0.isForAll && $0.startsLedger }) { return bytes }
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

  private func updated(_ entry: ServerEntry) -> ServerEntry {
    guard let command = entry.ledgerCommand else { return entry }
    var updated = entry
    if !isOurs(command) { updated.command = wanted.command }
    if !wanted.arguments.allSatisfy(entry.arguments.contains) { updated.arguments = wanted.arguments }
    return updated
  }
}
