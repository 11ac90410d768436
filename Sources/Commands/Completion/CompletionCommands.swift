import Ledger
import Logging
import Server
import Service

extension Command {
  /// `completions`: what a shell needs to complete words.
  static let completions = Command(
    name: "completions", summary: "Print what bash, zsh or fish needs to complete commands, options and names",
    discussion: """
      For bash, put this line into ~/.bashrc: source <(token-ledger completions bash). For zsh, the same with zsh goes
      into ~/.zshrc, behind compinit. For fish: token-ledger completions fish > ~/.config/fish/completions/token-ledger.fish
      """,
    operandNames: ["SHELL"], requiredOperands: 1, operandValues: { _ in CompletionScript.allCases.map(\.rawValue) }
  ) { options, host in
    guard let script = CompletionScript(rawValue: options.operands[0]) else {
      let known = CompletionScript.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(status: .usage, message: "completions are for \(known), not \"\(options.operands[0])\"")
    }
    host.print(script.text)
    return .success
  }

  /// `complete`: what scripts of shells ask; help does not show it.
  static let complete = Command(
    name: "complete", summary: "Print what the last of some words may become, a line for each",
    discussion: "Scripts for shells ask it. Whatever goes wrong, it prints nothing and ends well.",
    operandNames: ["WORD"], repeatsLastOperand: true, isHidden: true
  ) { options, host in
    let names = LedgerNames(options, host)
    let completion = Completion(host: host) { names.names(of: $0, beginningWith: $1) }
    let candidates = completion.candidates(options.operands)
    if !candidates.isEmpty { host.print(TerminalText.lines(candidates)) }
    return .success
  }
}

/// The names in the ledger that a command line is about.
private struct LedgerNames {
  private static let most = 100
  private var options: Options
  private var host: Host

  init(_ options: Options, _ host: Host) {
    (self.options, self.host) = (Options(), host)
    self.host.note = { _ in }
    self.options.logs = LogChoice.none
    (self.options.dataFolder, self.options.environmentFile) = (options.dataFolder, options.environmentFile)
    let words = options.operands
    for (word, next) in zip(words, words.dropFirst()) {
      if word == CommandOption.dataFolder.name { self.options.dataFolder = next }
      if word == CommandOption.environmentFile.name { self.options.environmentFile = next }
    }
  }

  /// Returns names, most used first; none where there is no ledger, or it is in trouble.
  func names(of dimension: Dimension, beginningWith prefix: String) -> [String] {
    do {
      // To complete a word makes no ledger.
      let folder = try SettingSources(options, host).dataFolder
      guard host.permissions("\(folder)/ledger.db") != nil else { return [] }
      let ledger = try ServiceBuilder.service(options, host, notesFaults: false, offersSettings: false).ledger
      try ServiceBuilder.open(ledger)
      return try ledger.names(of: dimension, beginningWith: prefix, limit: Self.most)
    } catch {
      return []
    }
  }
}
