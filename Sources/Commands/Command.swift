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
  /// Its own options, made when they are asked for: each start goes through all commands, and needs those of one.
  var options: [CommandOption] { makeOptions() }
  private let makeOptions: @Sendable () -> [CommandOption]
  /// What its operands are called; none for most.
  let operandNames: [String]
  /// Whether the last of them may be given several times.
  let repeatsLastOperand: Bool
  /// How many of its operands must be given.
  let requiredOperands: Int
  /// Words that its operands may be; empty where any text may be one.
  let operandValues: @Sendable (Host) -> [String]
  /// Whether help does not show it, as only programs ask for it.
  let isHidden: Bool
  /// Does it.
  let run: @Sendable (Options, Host) throws -> ExitStatus

  /// Describes a command.
  init(
    name: String, summary: String, discussion: String,
    options: @autoclosure @escaping @Sendable () -> [CommandOption] = [], operandNames: [String] = [],
    repeatsLastOperand: Bool = false, requiredOperands: Int = 0,
    operandValues: @escaping @Sendable (Host) -> [String] = { _ in [] }, isHidden: Bool = false,
    run: @escaping @Sendable (Options, Host) throws -> ExitStatus
  ) {
    (self.name, self.summary, self.discussion) = (name, summary, discussion)
    (self.operandNames, self.repeatsLastOperand) = (operandNames, repeatsLastOperand)
    (self.requiredOperands, self.operandValues, self.isHidden) = (requiredOperands, operandValues, isHidden)
    makeOptions = options
    self.run = run
  }

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
    .reprice, .adjust, .repairClock, .archive, .export, .backup, .restore,
    .pricesList, .pricesShow, .pricesCheck, .pricesImport, .pricesDiff,
    .webhookTest, .setup, .doctor, .completions, .complete, .help,
    .version,
  ]
  /// Those that help shows.
  static let shown = all.filter { !$0.isHidden }

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
    Spelling.nearest(to: words, among: shown.map(\.name))
  }
}
