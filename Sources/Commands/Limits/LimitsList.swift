extension Command {
  /// `limits list`: every limit and where it stands.
  static let limitsList = Command(
    name: "limits list", summary: "Show every limit and where it stands",
    discussion: """
      Limits come from the environment, config.json and "limits set". Of a limit on each one of a kind the ten nearest
      to it are shown.
      """,
    options: [.json]
  ) { options, host in
    try LimitRun(options, host).list()
  }
}
