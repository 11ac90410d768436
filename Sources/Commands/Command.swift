/// A command: what `token-ledger NAME` does.
struct Command: Sendable {
  /// Its name on the command line.
  let name: String
  /// What it does, in a line.
  let summary: String
  /// What else a reader of its help should know.
  let discussion: String
  /// Its own options.
  var options: [CommandOption] = []
  /// What its operands are called; none for most.
  var operandNames: [String] = []
  /// Does it.
  let run: @Sendable (Options, Host) throws -> ExitStatus

  /// The options of every command, which may also stand before its name.
  static let commonOptions: [CommandOption] = [.dataFolder, .environmentFile, .help]
  /// Its own options and those of every command.
  var allOptions: [CommandOption] { options + Self.commonOptions }
}

/// The commands, in the order of help.
enum CommandList {
  /// A new command is a file here and a line in this list.
  static let all: [Command] = [.serve, .summary, .reprice, .doctor, .help, .version]
}
