import Service

extension Command {
  /// `limits remove`: no limit from now on.
  static let limitsRemove = Command(
    name: "limits remove", summary: "Remove a limit",
    discussion: "The id is that of \"limits list\". Records stay as they are.",
    options: [.json], operandNames: ["ID"], requiredOperands: 1
  ) { options, host in
    try LimitRun(options, host).change { editor, _ in
      try editor.remove(options.operands[0])
      return (options.operands[0], "Removed")
    }
  }
}
