extension Command {
  /// `limits list`: every limit and how much of it is used.
  static let limitsList = Command(
    name: "limits list", summary: "Show every limit and how much of it is used",
    discussion: """
      Limits come from the environment, config.json and "limits set". Of a limit on each one of a kind the ten nearest
      to it are shown.
      """,
    options: [.json]
  ) { options, host in
    try LimitRun(options, host).list()
  }
}
