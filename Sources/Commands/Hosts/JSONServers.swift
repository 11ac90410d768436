import JSON

/// The servers in a configuration that is JSON, with comments and trailing commas as editors allow them.
struct JSONServers: ServerList {
  let entries: [ServerEntry]
  private let text: JSONText
  private let key: String
  private let statesType: Bool
  private let paths: [[JSONText.Step]]

  /// Finds the servers under the member `key`, at the root or of a project.
  ///
  /// - Parameter statesType: Whether a new entry says that it is a program to be started.
  init(_ bytes: [UInt8], under key: String, statesType: Bool) throws(HostFileError) {
    text = try JSONText(bytes)
    self.key = key
    self.statesType = statesType
    var found = Self.servers(text.value.object?[key], at: [.key(key)])
    // Claude Code keeps what a user has set up for one project under that project's path.
    for (name, project) in text.value.object?["projects"]?.object ?? JSONObject() {
      found += Self.servers(project.object?[key], at: ["projects", .key(name), .key(key)])
    }
    entries = found.map(\.entry)
    paths = found.map(\.path)
  }

  private static func servers(
    _ value: JSONValue?, at path: [JSONText.Step]
  ) -> [(path: [JSONText.Step], entry: ServerEntry)] {
    (value?.object ?? JSONObject()).map { name, server in
      let entry = ServerEntry(
        name: name, command: server.object?["command"]?.string ?? "",
        arguments: (server.object?["args"]?.array ?? []).compactMap(\.string), isForAll: path.count == 1)
      return (path + [.key(name)], entry)
    }
  }

  func adding(_ entry: ServerEntry) throws(HostFileError) -> [UInt8] {
    let server = JSONValue.object(of: [
      "type": statesType ? "stdio" : nil, "command": .string(entry.command), "args": words(entry),
    ])
    return try text.inserting(server, at: [.key(key), .key(entry.name)])
  }

  func replacing(_ index: Int, with entry: ServerEntry) throws(HostFileError) -> [UInt8] {
    let path = paths[index]
    var changed = text
    if entry.command != entries[index].command, let item = try text.item(at: path + ["command"]) {
      changed = try JSONText(text.replacing(item, with: JSONWriter.string(.string(entry.command))))
    }
    guard entry.arguments != entries[index].arguments else { return changed.bytes }
    guard let item = try changed.item(at: path + ["args"]) else {
      return try changed.inserting(words(entry), at: path + ["args"])
    }
    guard text.value(at: path + ["args"])?.array?.count == entries[index].arguments.count else {
      return changed.replacing(item, with: JSONLayout.line(of: words(entry)))
    }
    return try changing(entries[index].arguments, to: entry.arguments, in: changed, at: path + ["args"])
  }

  /// Returns a text in which words of a list are others, one by one, so that its lines and comments stay.
  private func changing(
    _ old: [String], to new: [String], in text: JSONText, at path: [JSONText.Step]
  ) throws(HostFileError) -> [UInt8] {
    var text = text
    for (index, word) in new.enumerated() {
      let word = JSONValue.string(word)
      if index >= old.count {
        text = try JSONText(text.inserting(word, at: path + [.index(index)]))
      } else if old[index] != new[index], let item = try text.item(at: path + [.index(index)]) {
        text = try JSONText(text.replacing(item, with: JSONWriter.string(word)))
      }
    }
    return text.bytes
  }

  func removing(_ index: Int) throws(HostFileError) -> [UInt8] { try text.removing(paths[index]) }

  private func words(_ entry: ServerEntry) -> JSONValue { .array(entry.arguments.map(JSONValue.string)) }
}
