import Service

extension Command {
  /// `limits reset`: a window that begins again.
  static let limitsReset = Command(
    name: "limits reset", summary: "Let the window of a limit begin again, for all or for one",
    discussion: """
      From now on only what is recorded with a later time counts against the limit, until its window begins again by
      itself. Nothing is deleted: reports show what they showed before. Without a name a limit on each one of a kind
      begins again for all of them.
      """,
    options: CommandOption.limitNames + [.json], operandNames: ["ID"], requiredOperands: 1
  ) { options, host in
    try LimitRun(options, host).change { editor, service in
      try editor.reset(options.operands[0], for: options.limitNames)
      return (options.operands[0], "Restarted")
    }
  }
}
