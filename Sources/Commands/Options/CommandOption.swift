import AgentLogs
import JSON
import Ledger
import Server
import Service

/// One option of the command line.
struct CommandOption: Sendable {
  /// Its name, such as `--data-dir`.
  let name: String
  /// What stands for its value in help; nil for an option without one.
  let placeholder: String?
  /// What it does, in a line.
  let summary: String
  /// The argument of a tool that it is; nil for one that is not.
  let argument: ArgumentName?
  /// When a command cannot run without it.
  private(set) var need = OptionNeed.none
  /// What it takes.
  private(set) var values: OptionValues
  /// Takes the value in; the empty text for an option without one.
  let apply: @Sendable (String, inout Options) throws -> Void

  init(
    _ name: String, _ placeholder: String? = nil, _ summary: String, argument: ArgumentName? = nil,
    apply: @escaping @Sendable (String, inout Options) throws -> Void
  ) {
    self.name = name
    self.placeholder = placeholder
    self.summary = summary
    self.argument = argument
    values = OptionValues(of: argument)
    self.apply = apply
  }

  /// Its name, and what stands for its value.
  var words: String { name + (placeholder.map { " " + $0 } ?? "") }

  /// The same option with what it takes.
  func taking(_ values: OptionValues) -> CommandOption {
    var option = self
    option.values = values
    return option
  }

  /// The same option, for a command that cannot run without it, or not without it or `other`.
  func required(unless other: CommandOption? = nil) -> CommandOption {
    var option = self
    option.need = other.map { .unless($0.name) } ?? .always
    return option
  }
}

/// When a command cannot run without an option.
enum OptionNeed: Sendable, Equatable {
  /// It can.
  case none
  /// It never can.
  case always
  /// It can where the option of that name is given.
  case unless(String)

  /// Whether a command line has what is needed.
  func isMet(by given: Set<String>, for name: String) -> Bool {
    switch self {
    case .none: true
    case .always: given.contains(name)
    case .unless(let other): given.contains(name) || given.contains(other)
    }
  }
}

/// What the words of a command line have set.
struct Options: Sendable, Equatable {
  var dataFolder: String?
  var environmentFile: String?
  var isJSON = false
  var isDryRun = false
  var isOnce = false
  /// Whether a file that is there already is replaced.
  var isReplacing = false
  var wantsHelp = false
  /// Whether `doctor` looks through the whole ledger.
  var isVerifying = false
  /// Whether `doctor` makes what follows from records anew.
  var isRepairing = false
  var prices: String?
  /// Which programs' logs are taken in.
  var logs: LogChoice?
  /// The file or session that is explained.
  var explained: String?
  var onlyUser: String?
  var isAdmin = false
  /// Whose account is shown or changed.
  var accountUser: String?
  /// What an entry of an account is for.
  var note = ""
  var before: String?
  /// What the figures of a record should be.
  var figures: [AdjustedFigure: Int64] = [:]
  var reason: String?
  var isList = false
  var provider: String?
  var output: String?
  /// Whether rows are printed as comma-separated values.
  var isCSV = false
  /// What words say to a tool, by the names of its arguments.
  var toolArguments = JSONObject()
  var since: String?
  var until: String?
  var timezone: String?
  var currency: String?
  /// What is said of a planned call.
  var plannedCall = PlannedCallWords()
  /// What `limits set` is told.
  var limitWords = LimitWords()
  /// For whom `limits reset` is.
  var limitNames: [LimitDimension: String] = [:]
  /// What `setup` is told.
  var setup = SetupWords()
  /// Whether a question is answered with yes in advance.
  var isConfirmed = false
  var operands: [String] = []
}

extension CommandOption {
  static let dataFolder = CommandOption("--data-dir", "FOLDER", "Keep the ledger in FOLDER") {
    $1.dataFolder = $0
  }
  static let environmentFile = CommandOption(
    "--env-file", "FILE", "Read settings from FILE instead of .env in the data folder"
  ) { $1.environmentFile = $0 }
  static let json = CommandOption("--json", nil, "Print JSON on one line") { _, options in
    options.isJSON = true
  }
  static let dryRun = CommandOption("--dry-run", nil, "Show what would change and change nothing") { _, options in
    options.isDryRun = true
  }
  static let verify = CommandOption(
    "--verify", nil, "Look through the whole ledger: reckon everything again from records and archive, and compare"
  ) { _, options in options.isVerifying = true }
  static let repair = CommandOption(
    "--repair", nil, "Copy the ledger's files, make all totals anew from records and archive, and verify"
  ) { _, options in options.isRepairing = true }
  static let prices = CommandOption(
    "--prices", "PATH", "Lay the price file or folder PATH over the built-in prices"
  ) { $1.prices = $0 }
  static let ingest = CommandOption(
    "--ingest", "NAMES", "Take in the logs of these programs: auto (default), none, or names such as codex,pi"
  ) { value, options in
    guard let choice = LogChoice(value) else {
      throw CommandFailure(status: .usage, message: "--ingest takes \(LogSentences.choices)")
    }
    options.logs = choice
  }.taking(.words(["auto", "none"] + LogSources.names))
  static let explain = CommandOption(
    "--explain", "NAME", "Show what becomes of each line of a file or session, and change nothing"
  ) { $1.explained = $0 }
  static let onlyUser = CommandOption(
    "--user", "NAME", "See and record the usage of this user only, whatever the arguments of calls say"
  ) { value, options in
    guard Role.isName(value) else {
      throw CommandFailure(
        status: .usage, message: "--user takes a name of at most \(Role.longestName) characters, not a blank one")
    }
    // Elsewhere the last one wins; here that would be a guess about whose usage is shown.
    guard options.onlyUser.map({ $0 == value }) ?? true else {
      throw CommandFailure(status: .usage, message: "--user is given twice; give it once")
    }
    options.onlyUser = value
  }.taking(.names(.userID))
  static let admin = CommandOption("--admin", nil, "See the usage of all users, even where TOKEN_LEDGER_USER is set") {
    _, options in options.isAdmin = true
  }
  static let provider = CommandOption("--provider", "NAME", "Only of this provider") { $1.provider = $0 }
    .taking(.names(.provider))
  static let output = CommandOption(
    "--output", "FOLDER", "Write the price files into FOLDER (default: prices in the data folder)"
  ) { $1.output = $0 }
  static let help = CommandOption("--help", nil, "Show this help") { _, options in options.wantsHelp = true }
  static let since = CommandOption("--since", "TIME", "From a date or RFC 3339 time on") { $1.since = $0 }
  static let until = CommandOption("--until", "TIME", "Up to a date, inclusive, or a time, exclusive") {
    $1.until = $0
  }
  static let before = CommandOption(
    "--before", "TIME", "Only records from before a date or RFC 3339 time (default: TOKEN_RETENTION_DAYS back)"
  ) { $1.before = $0 }
  static let timezone = CommandOption(
    "--timezone", "ZONE", "Count days in an IANA zone such as Europe/Berlin"
  ) {
    $1.timezone = $0
  }
  static let currency = CommandOption(
    "--currency", "CODE", "Show amounts in KRW, EUR, JPY, ... at the rate of the period's end (default USD)"
  ) { $1.currency = $0 }
}
