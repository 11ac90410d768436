/// What the words of `setup` say.
struct SetupWords: Sendable, Equatable {
  /// For what a host is set up.
  enum Scope: String, CaseIterable { case user, project }

  /// The parts besides the server that are named.
  var named: [SetupPart] = []
  var scope = Scope.user
  var isRemoving = false
  /// Whether the change is only shown.
  var isPrinting = false

  /// The parts of a host that are put there or taken out.
  ///
  /// To remove is to remove all, unless parts are named.
  func parts(of program: HostProgram) -> [SetupPart] {
    guard isRemoving else { return [.server] + named }
    if !named.isEmpty { return named }
    return program.word == HostProgram.claudeCodeWord ? [.server, .hooks, .statusLine] : [.server]
  }
}

extension CommandOption {
  static let hooks = CommandOption(
    "--hooks", nil, "Set up the guard too: hooks that ask the limits before prompts and tool calls (claude-code)"
  ) { _, options in options.setup.name(.hooks) }
  static let statusLine = CommandOption(
    "--statusline", nil, "Set up the status line too (claude-code)"
  ) { _, options in options.setup.name(.statusLine) }
  static let scope = CommandOption(
    "--scope", "SCOPE", "user (default): for all that you do there; project: for the present folder"
  ) { value, options in
    guard let scope = SetupWords.Scope(rawValue: value) else {
      throw CommandFailure(status: .usage, message: "--scope takes user or project, not \"\(value)\"")
    }
    options.setup.scope = scope
  }.taking(.words(SetupWords.Scope.allCases.map(\.rawValue)))
  static let print = CommandOption("--print", nil, "Show what would change and change nothing") { _, options in
    options.setup.isPrinting = true
  }
  static let remove = CommandOption(
    "--remove", nil, "Take out what was set up, all of it or what --hooks and --statusline name"
  ) { _, options in options.setup.isRemoving = true }
  static let yes = CommandOption("--yes", nil, "Do not ask") { _, options in options.isConfirmed = true }
}

extension SetupWords {
  /// Adds a part, in the order in which parts are set up.
  mutating func name(_ part: SetupPart) {
    guard !named.contains(part) else { return }
    named.append(part)
    named.sort { $0 == .hooks && $1 != .hooks }
  }
}
