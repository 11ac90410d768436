import JSON
import Server
import Service

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
    let run = try LimitRun(options, host)
    let limits = try run.asking { try LimitEditor(run.service).list() }
    host.print(options.isJSON ? JSONWriter.string(.array(limits)) : LimitListText(limits: limits).text)
    return .success
  }
}
