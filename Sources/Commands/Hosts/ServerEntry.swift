import Service

/// A server as the configuration of an MCP host has it.
struct ServerEntry: Equatable {
  /// What the host calls it.
  var name: String
  /// The program that is started.
  var command = ""
  /// The words that it gets.
  var arguments: [String] = []
  /// False where it is for one project only, in a file that is for all.
  var isForAll = true

  /// The command and the words, those of a shell's script one by one.
  var words: [String] {
    ([command] + arguments).flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  /// Whether this program is started, directly or through another such as `env` or a shell.
  ///
  /// A path that ends in its name alone may be a folder that some other server is given.
  var startsLedger: Bool {
    Self.isLedger(command) || words.drop { !Self.isLedger($0) }.contains("serve")
  }

  /// The command where it is this program itself.
  var ledgerCommand: String? { Self.isLedger(command) ? command : nil }

  /// Whether it is an entry as setup makes them: of our name, for all, and with nothing in front of this program.
  var isOwn: Bool {
    let isOneWord = !command.contains(where: \.isWhitespace) || (command.hasPrefix("/") && !command.contains(" /"))
    return name == Product.name && isForAll && isOneWord && Self.isLedger(command)
  }

  private static func isLedger(_ word: String) -> Bool {
    word.split(separator: "/").last.map(String.init) == Product.name
  }
}
