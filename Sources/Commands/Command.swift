import Server
import Service

/// A command: what `token-ledger NAME` does.
struct Command: Sendable {
  /// Its name on the command line; two words for one of a group, such as `prices show`.
  let name: String
  /// What it does, in a line.
  let summary: String
  /// What else a reader of its help should know.
  let discussion: String
  /// Its own options.
  var options: [CommandOption] = []
  /// What its operands are called; none for most.
  var operandNames: [String] = []
  /// Whether the last of them may be given several times.
  var repeatsLastOperand = false
  /// How many of its operands must be given.
  var requiredOperands = 0
  /// Does it.
  let run: @Sendable (Options, Host) throws -> ExitStatus

  /// The options of every command, which may also come before its name.
  static let commonOptions: [CommandOption] = [.dataFolder, .environmentFile, .help]
  /// Its own options and those of every command.
  var allOptions: [CommandOption] { options + Self.commonOptions }
}

/// The commands, in the order of help.
enum CommandList {
  /// A new command is a file here and a line in this list.
  static let all: [Command] = [
    .overview, .serve, .summary, .sessions, .blocks, .records, .forecast, .anomalies, .savings, .estimate, .compare,
    .record, .importLogs, .sources, .check,
    .guardClaudeCode, .guardGeneric, .statusline, .monitor,
    .limitsList,
    .limitsSet, .limitsRemove,
    .limitsReset, .settingsList, .settingsSet, .balanceAdd, .balanceShow, .balanceHistory,
    .reprice, .adjust, .repairClock, .archive, .export, .backup, .restore, .pricesList, .pricesShow, .pricesCheck,
    .pricesImport, .pricesDiff,
    .webhookTest, .setup, .doctor, .help,
    .version,
  ]

  /// Returns the command that the words at the front name, and how many words that are.
  static func command(_ words: [String]) -> (command: Command, words: Int)? {
    for count in [2, 1] where words.count >= count {
      let name = words.prefix(count).joined(separator: " ")
      if let command = all.first(where: { $0.name == name }) { return (command, count) }
    }
    return nil
  }

  /// Returns the commands of a group, such as those that begin with `prices`.
  static func group(_ word: String) -> [Command] { all.filter { $0.name.hasPrefix(word + " ") } }

  /// Returns the name nearest to words that name no command.
  static func nearest(to words: String) -> String? {
    Spelling.nearest(to: words, among: all.map(\.name))
  }
}
