import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `check`: may a call go ahead?
  static let check = Command(
    name: "check", summary: "Say whether a call may go ahead, by exit status too",
    discussion: """
      Exit status 0 for allow and warn, 2 for deny. Without a model or tokens it says whether there is room at all;
      with them the planned call is counted in.
      """,
    options: CommandOption.plannedCall + [.ingest, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, entersPrices: true)
    try ServiceBuilder.open(service.ledger)
    service.logs?.catchUp(milliseconds: LogIntake.commandPatienceMilliseconds)
    let verdict: LimitVerdict
    do {
      verdict = try service.check(try options.plannedCall.question)
    } catch let failure as any Worded {
      // The ledger is open: what is left to go wrong is the question.
      throw CommandFailure(status: .usage, message: failure.sentence)
    }
    host.print(options.isJSON ? verdict.json : verdict.text)
    return verdict.isDenial ? .denied : .success
  }
}

extension LimitVerdict {
  /// The answer of `check_limit`, on one line.
  var json: String { JSONWriter.string(.object(LimitDocument(self).object)) }

  /// Decision and reason, with how long to wait and what was assumed of the planned call.
  var text: String {
    let wait = retryAfterSeconds.map { " Wait \(Grouped.count($0, "second"))." } ?? ""
    return TerminalText.lines(["\(decision.verdict.rawValue): \(reason)\(wait)"] + warnings.map(\.sentence))
  }
}
