import Server
import Service

/// The texts of help.
enum Help {
  /// What the program is and which commands it has.
  static var overview: String {
    """
    \(Product.name) \(Product.version): an exact ledger of language-model usage, as an MCP server.

    USAGE: \(Product.name) COMMAND [OPTIONS]

    COMMANDS:
    \(lines(CommandList.shown.map { ($0.name, $0.summary) }))

    See "\(Product.name) help COMMAND" for the options of a command.
    """
  }

  /// What a command does and which options it takes.
  static func text(of command: Command) -> String {
    let names = command.operandNames.enumerated().map { index, name in
      index < command.requiredOperands ? " \(name)" : " [\(name)]"
    }
    let operands = names.joined() + (command.repeatsLastOperand ? "..." : "")
    let needs = command.options.compactMap(usage).map { " " + $0 }.joined()
    return """
      \(command.summary)

      USAGE: \(Product.name) \(command.name)\(operands)\(needs) [OPTIONS]

      \(command.discussion)

      OPTIONS:
      \(lines(command.allOptions.map { ($0.words, $0.summary + need(of: $0)) }))
      """
  }

  /// How an option that a command needs is written; nil for any other.
  private static func usage(of option: CommandOption) -> String? {
    switch option.need {
    case .none: nil
    case .always: option.words
    case .unless(let other): "(\(option.words) | \(other))"
    }
  }

  private static func need(of option: CommandOption) -> String {
    switch option.need {
    case .none: ""
    case .always: " (required)"
    case .unless(let other): " (required, except with \(other))"
    }
  }

  /// What the commands of a group do.
  static func text(of group: [Command], named name: String) -> String {
    """
    USAGE: \(Product.name) \(name) COMMAND [OPTIONS]

    COMMANDS:
    \(lines(group.map { (String($0.name.dropFirst(name.count + 1)), $0.summary) }))

    See "\(Product.name) help \(name) COMMAND" for the options of a command.
    """
  }

  private static func lines(_ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "  " + $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }
      .joined(separator: "\n")
  }
}

extension Command {
  /// `help`: what there is to do.
  static let help = Command(
    name: "help", summary: "Show the commands, or what one of them takes",
    discussion: "Without a name it lists the commands; with one it shows that command's options.",
    operandNames: ["COMMAND", "OF-A-GROUP"]
  ) { options, host in
    guard let first = options.operands.first else {
      host.print(Help.overview)
      return .success
    }
    let group = CommandList.group(first)
    if options.operands.count == 1, !group.isEmpty {
      host.print(Help.text(of: group, named: first))
      return .success
    }
    let name = options.operands.joined(separator: " ")
    guard let command = CommandList.all.first(where: { $0.name == name }) else {
      let nearest = CommandList.nearest(to: name)
      throw CommandFailure(
        status: .usage,
        message: "unknown command \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    host.print(Help.text(of: command))
    return .success
  }
}
