import Ledger

/// What the last word of a command line may become, by what commands declare.
struct Completion {
  /// The world in which hosts of the protocol are looked for.
  let host: Host
  /// Returns names of a dimension that begin with a text.
  let names: (Dimension, String) -> [String]

  /// Returns what the last word may become, as whole words; nothing where any text or a file is meant.
  ///
  /// - Parameter words: All words behind the program's name; the last one is being typed, and may be empty.
  func candidates(_ words: [String]) -> [String] {
    let typed = words.last ?? ""
    let before = Self.withoutCommonOptions(words.dropLast())
    if Self.awaitsValue(words.dropLast(), of: Command.commonOptions) { return [] }
    return choices(typed, before).filter { $0.hasPrefix(typed) && $0 != typed }
  }

  private func choices(_ typed: String, _ before: [String]) -> [String] {
    guard let first = before.first else {
      return typed.hasPrefix("-") ? Command.commonOptions.map(\.name) : Self.firstWords
    }
    guard let (command, count) = CommandList.command(Array(before.prefix(2))) else {
      let group = before.count == 1 ? CommandList.group(first) : []
      return group.map { String($0.name.dropFirst(first.count + 1)) }
    }
    return choices(typed, Array(before.dropFirst(count)), of: command)
  }

  private func choices(_ typed: String, _ before: [String], of command: Command) -> [String] {
    if let last = before.last, let option = command.options.first(where: { $0.name == last && $0.placeholder != nil }) {
      return values(of: option, typed)
    }
    let parts = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2, let option = command.options.first(where: { $0.name == parts[0] }) {
      return values(of: option, parts[1]).map { "\(parts[0])=\($0)" }
    }
    if typed.hasPrefix("-") { return command.allOptions.map(\.name).filter { !before.contains($0) } }
    return before.contains { !$0.hasPrefix("-") } && command.operandNames.count == 1 ? [] : command.operandValues(host)
  }

  /// The values of an option; of a list with commas between, what its last part may become.
  private func values(of option: CommandOption, _ typed: String) -> [String] {
    let head = String(typed[..<(typed.lastIndex(of: ",").map(typed.index(after:)) ?? typed.startIndex)])
    switch option.values {
    case .any: return []
    case .words(let words): return words.map { head + $0 }
    case .names(let dimension): return names(dimension, String(typed.dropFirst(head.count))).map { head + $0 }
    }
  }

  /// The first words of all commands, each once.
  private static var firstWords: [String] {
    CommandList.shown.reduce(into: []) { words, command in
      let word = String(command.name.prefix { $0 != " " })
      if !words.contains(word) { words.append(word) }
    }
  }

  /// Whether the last word is an option whose value comes next.
  private static func awaitsValue(_ words: ArraySlice<String>, of options: [CommandOption]) -> Bool {
    options.contains { $0.placeholder != nil && $0.name == words.last }
  }

  /// Words without the options that may come before a command, and without their values.
  private static func withoutCommonOptions(_ words: ArraySlice<String>) -> [String] {
    var (rest, kept) = (words, [String]())
    while let word = rest.popFirst() {
      let name = String(word.prefix { $0 != "=" })
      guard let option = Command.commonOptions.first(where: { $0.name == name }) else {
        kept.append(word)
        continue
      }
      if option.placeholder != nil, word == name { _ = rest.popFirst() }
    }
    return kept
  }
}
