/// The servers in Codex's configuration, however TOML lets them be written: in sections `[mcp_servers.NAME]`, by
/// dotted keys or in tables in braces.
struct TOMLServers: ServerList {
  private static let key = "mcp_servers"

  let entries: [ServerEntry]
  private let text: TOMLText

  /// Finds the servers, in the order in which each is first named.
  init(_ bytes: [UInt8]) throws(HostFileError) {
    text = try TOMLText(bytes)
    var entries: [ServerEntry] = []
    func index(_ path: [String]) -> Int? {
      guard path.count > 1, path[0] == Self.key else { return nil }
      if let index = entries.firstIndex(where: { $0.name == path[1] }) { return index }
      entries.append(ServerEntry(name: path[1]))
      return entries.count - 1
    }
    for line in text.lines {
      if line.isHeader { _ = index(line.path) }
      for leaf in TOMLText.leaves(of: line) {
        guard let index = index(leaf.path), leaf.path.count == 3 else { continue }
        switch (leaf.path[2], leaf.pair.value.kind) {
        case ("command", .string(let command)): entries[index].command = command
        case ("args", .list(let words)): entries[index].arguments = words.compactMap(\.string)
        default: break
        }
      }
    }
    self.entries = entries
  }

  func adding(_ entry: ServerEntry) throws(HostFileError) -> [UInt8] {
    for line in text.lines where line.path == [Self.key] {
      switch line.statement {
      case .header(_, isOfList: false): continue
      case .pair(let pair): return try adding(entry, toTableIn: pair)
      case .header: throw .otherShape(name: Self.key, wanted: "a table")
      }
    }
    let newline = text.newline
    let section = [
      "[\(Self.key).\(entry.name)]", "command = \(TOMLText.string(entry.command))",
      "args = \(Self.list(entry.arguments))",
    ]
    var new = section.joined(separator: newline)
    if text.bytes.isEmpty || text.bytes == [0xEF, 0xBB, 0xBF] {
      new += newline
    } else {
      // A file whose last line does not end stays so: then what is put in can be told from what was there.
      new = text.bytes.last == 0x0A ? newline + new + newline : newline + newline + new
    }
    return text.bytes + Array(new.utf8)
  }

  private func adding(_ entry: ServerEntry, toTableIn pair: TOMLText.Pair) throws(HostFileError) -> [UInt8] {
    guard case .table(let pairs) = pair.value.kind else { throw .otherShape(name: Self.key, wanted: "a table") }
    let new = "\(entry.name) = { command = \(TOMLText.string(entry.command)), args = \(Self.list(entry.arguments)) }"
    let edit =
      switch pairs.last {
      case nil: TextEdit(at: pair.value.range.lowerBound + 1, new)
      case let last? where last.comma == nil: TextEdit(at: last.value.range.upperBound, ", " + new)
      case let last?: TextEdit(at: (last.comma ?? last.value.range.upperBound) + 1, " " + new + ",")
      }
    return TextEdit.apply([edit], to: text.bytes)
  }

  func replacing(_ index: Int, with entry: ServerEntry) throws(HostFileError) -> [UInt8] {
    let leaves = text.leaves().filter { $0.path.starts(with: [Self.key, entry.name]) && $0.path.count == 3 }
    guard let command = leaves.first(where: { $0.path[2] == "command" })?.pair else { return text.bytes }
    var edits: [TextEdit] = []
    if entry.command != entries[index].command {
      edits.append(TextEdit(command.value.range, TOMLText.string(entry.command)))
    }
    if entry.arguments != entries[index].arguments {
      let words = leaves.first { $0.path[2] == "args" }?.pair
      edits +=
        words.map { self.edits(of: $0.value, from: entries[index].arguments, to: entry.arguments) }
        ?? [TextEdit(at: command.key.lowerBound, argumentsBefore(command, entry))]
    }
    return TextEdit.apply(edits.sorted { $0.range.lowerBound < $1.range.lowerBound }, to: text.bytes)
  }

  /// What makes words of a list others, one by one, so that its lines and comments stay.
  private func edits(of list: TOMLText.Value, from old: [String], to new: [String]) -> [TextEdit] {
    guard case .list(let values) = list.kind, values.count == old.count else {
      return [TextEdit(list.range, Self.list(new))]
    }
    var edits = zip(values, zip(old, new)).filter { $1.0 != $1.1 }.map { TextEdit($0.range, TOMLText.string($1.1)) }
    guard new.count > old.count else { return edits }
    let added = new[old.count...].map(TOMLText.string).joined(separator: ", ")
    edits.append(
      values.last.map { TextEdit(at: $0.range.upperBound, ", " + added) }
        ?? TextEdit(at: list.range.lowerBound + 1, added))
    return edits
  }

  /// The words of a server that has none yet, in front of its command: on a line of their own if that has one.
  private func argumentsBefore(_ command: TOMLText.Pair, _ entry: ServerEntry) -> String {
    let isLine = text.lines.contains { line in
      if case .pair(let pair) = line.statement { pair.key == command.key } else { false }
    }
    let indentation = JSONLayout.indentation(ofLineOf: command.key.lowerBound, in: text.bytes)
    let key = (command.path.dropLast().map(TOMLText.key) + ["args"]).joined(separator: ".")
    return "\(key) = \(Self.list(entry.arguments))" + (isLine ? text.newline + indentation : ", ")
  }

  func removing(_ index: Int) throws(HostFileError) -> [UInt8] {
    text.removing([Self.key, entries[index].name])
  }

  private static func list(_ words: [String]) -> String {
    "[" + words.map(TOMLText.string).joined(separator: ", ") + "]"
  }
}
