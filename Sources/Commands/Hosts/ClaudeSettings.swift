import JSON

/// The settings of Claude Code in which hooks and the status line are.
struct ClaudeSettings {
  /// The events at which the guard is asked or reads the log to its end.
  static let events = ["UserPromptSubmit", "PreToolUse", "Stop", "SubagentStop", "SessionEnd"]
  /// What a hook and the status line run.
  static let hookWords = "guard claude-code"
  static let statusWords = "statusline"
  /// How many seconds Claude Code waits for a hook.
  private static let hookSeconds: Int64 = 5

  /// A hook that runs the guard.
  struct Hook {
    let event: String
    let command: OwnCommand
    let path: [JSONText.Step]
  }

  private let text: JSONText

  /// Reads the settings.
  init(_ bytes: [UInt8]) throws(HostFileError) { text = try JSONText(bytes) }

  /// The hooks that run the guard, in the order of the file.
  var hooks: [Hook] {
    (text.value.object?["hooks"]?.object ?? JSONObject()).flatMap { event, groups in
      (groups.array ?? []).enumerated().flatMap { group, value in
        (value.object?["hooks"]?.array ?? []).enumerated().compactMap { index, hook -> Hook? in
          guard let line = hook.object?["command"]?.string,
            let command = OwnCommand(line, running: Self.hookWords)
          else { return nil }
          return Hook(
            event: event, command: command,
            path: ["hooks", .key(event), .index(group), "hooks", .index(index)])
        }
      }
    }
  }

  /// What the status line runs, whoever has made it; nil where there is none.
  var statusLine: String? {
    guard let line = text.value.object?["statusLine"] else { return nil }
    return line.object?["command"]?.string ?? ""
  }

  /// What the status line runs where it is ours.
  var ownStatusLine: OwnCommand? { statusLine.flatMap { OwnCommand($0, running: Self.statusWords) } }

  /// The status line as it is written, where it is somebody else's.
  var otherStatusLine: String? {
    get throws(HostFileError) {
      guard ownStatusLine == nil, let item = try text.item(at: ["statusLine"]) else { return nil }
      return String(decoding: text.bytes[item.value], as: UTF8.self)
    }
  }

  /// Returns settings whose hooks and status line, where they are ours, start this program with the words that are
  /// wanted; nil where nothing changes. Words and settings that are there besides stay.
  func updated(hook: [String], statusLine: [String], isOurs: (String) -> Bool) throws(HostFileError) -> [UInt8]? {
    var lines = hooks.map { (path: $0.path, new: $0.command.updated(to: hook, isOurs: isOurs)) }
    lines.append((["statusLine"], ownStatusLine?.updated(to: statusLine, isOurs: isOurs)))
    var new: JSONText?
    for (path, line) in lines {
      let text = new ?? text
      guard let line, let item = try text.item(at: path + ["command"]) else { continue }
      new = try JSONText(text.replacing(item, with: JSONWriter.string(.string(line))))
    }
    return new?.bytes
  }

  /// Returns settings in which the guard is asked at each event.
  func settingHooks(_ words: [String]) throws(HostFileError) -> [UInt8] {
    var settings = self
    let hook: JSONValue = [
      "type": "command", "command": .string(OwnCommand.line(words)), "timeout": .number(JSONNumber(Self.hookSeconds)),
    ]
    for event in Self.events where !settings.hooks.contains(where: { $0.event == event }) {
      let count = settings.text.value(at: ["hooks", .key(event)])?.array?.count ?? 0
      settings = try ClaudeSettings(
        settings.text.inserting(["hooks": [hook]], at: ["hooks", .key(event), .index(count)]))
    }
    return settings.text.bytes
  }

  /// Returns settings with our status line, in the place of any that is not ours.
  func settingStatusLine(_ words: [String]) throws(HostFileError) -> [UInt8] {
    guard ownStatusLine == nil else { return text.bytes }
    let line: JSONValue = ["type": "command", "command": .string(OwnCommand.line(words))]
    guard let item = try text.item(at: ["statusLine"]) else { return try text.inserting(line, at: ["statusLine"]) }
    return text.replacing(item, with: JSONLayout.line(of: line))
  }

  /// Returns settings without hooks that run the guard and do nothing else.
  func removingHooks() throws(HostFileError) -> [UInt8] {
    var settings = self
    while let hook = settings.hooks.first(where: { $0.command.line != nil }) {
      settings = try ClaudeSettings(settings.text.removing(hook.path))
    }
    return settings.text.bytes
  }

  /// Returns settings without our status line, or with the text of a former one in its place.
  func removingStatusLine(former: String?) throws(HostFileError) -> [UInt8] {
    guard ownStatusLine?.line != nil, let item = try text.item(at: ["statusLine"]) else { return text.bytes }
    guard let former else { return try text.removing(["statusLine"]) }
    return text.replacing(item, with: former)
  }
}
