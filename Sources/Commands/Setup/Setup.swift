import Logging
import Server
import Service

extension Command {
  /// `setup`: the server in the configuration of a host.
  static let setup = Command(
    name: "setup", summary: "Add the server to an editor or agent, or take it out",
    discussion: """
      HOST is claude-code, claude-desktop, cursor, vscode, codex or gemini-cli. It shows the file and what changes in it,
      and asks before it writes. Only our own entry changes; comments, order and everything else stay byte for byte. The
      former file is kept beside the new one. A file that cannot be read is not touched. With --remove the file becomes
      what it was before, but for what others have changed meanwhile. A folder given by --data-dir, or by the
      environment, is told to the server too.
      """,
    options: [.hooks, .statusLine, .scope, .print, .remove, .yes], operandNames: ["HOST"], requiredOperands: 1,
    operandValues: { HostProgram.all(of: $0).map(\.word) }
  ) { options, host in
    let plan = try SetupPlan(options, host)
    let changes = try plan.changes()
    let notes = try plan.notes(on: changes)
    guard !changes.isEmpty else {
      host.print(TerminalText.lines([plan.nothingToDo(options.setup)] + notes))
      return .success
    }
    host.print(TerminalText.lines(changes.flatMap(\.lines) + notes))
    if options.setup.isPrinting { return .success }
    guard try options.isConfirmed || Confirmation.isGiven(host) else {
      host.print("Nothing was changed.")
      return .failure
    }
    for change in changes { host.print(TerminalText.lines(try SetupFiles(host: host).write(change))) }
    host.print(TerminalText.lines([plan.next(options.setup)]))
    return .success
  }
}

/// The question whether to write what was shown.
enum Confirmation {
  /// Returns whether a person at the terminal has said yes.
  ///
  /// - Throws: ``CommandFailure`` where there is no terminal.
  static func isGiven(_ host: Host) throws(CommandFailure) -> Bool {
    guard let answer = host.ask("Write this? [y/N] ") else {
      throw CommandFailure(
        status: .failure,
        message: "there is no terminal to ask at; repeat with --yes to write it, or with --print to only see it")
    }
    return ["y", "yes"].contains(answer.split(whereSeparator: \.isWhitespace).joined().lowercased())
  }
}

extension SetupPlan {
  /// What to say where nothing changes.
  fileprivate func nothingToDo(_ words: SetupWords) -> String {
    let paths = files.filter { !$0.parts.isEmpty }.map(\.path).joined(separator: " and ")
    return words.isRemoving
      ? "There is nothing to remove: \(paths) has nothing that setup makes."
      : "There is nothing to do: \(paths) is set up already."
  }

  /// What a person does once it is written.
  fileprivate func next(_ words: SetupWords) -> String {
    words.isRemoving ? "Start \(program.name) again, and \(Product.name) is gone from it." : program.next
  }
}
