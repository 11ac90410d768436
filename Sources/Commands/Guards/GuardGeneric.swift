import Server
import Service

extension Command {
  /// `guard generic`: the guard of hosts that have no format of their own.
  static let guardGeneric = Command(
    name: "guard generic", summary: "Guard the calls of any host by exit status and JSON",
    discussion: """
      Prints the answer of check_limit as JSON. Exit status 0 lets the call go ahead, 2 stops it, with the reason on
      standard error, and 1 means that the limits could not be checked: let the work go on then, and show why.
      """,
    options: CommandOption.plannedCall + [.ingest]
  ) { options, host in
    let run = GuardRun(options: options, host: host)
    guard let service = run.service(), let verdict = run.verdict(on: options.plannedCall, of: service) else {
      return .failure
    }
    host.print(verdict.json)
    return verdict.isDenial ? run.deny(verdict) : .success
  }
}
