import JSON
import MCP
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
    options: CommandOption.plannedCall + [.json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    let answer: JSONObject
    do {
      answer = try service.limitCheck(options.plannedCall)
    } catch let failure as any Worded {
      // The ledger is open: what is left to go wrong is the question.
      throw CommandFailure(status: .usage, message: failure.sentence)
    }
    let ruling = Ruling(answer)
    host.print(options.isJSON ? JSONWriter.string(.object(answer)) : ruling.text)
    return ruling.isDenial ? .denied : .success
  }
}

/// What `check_limit` has answered, as commands need it.
struct Ruling {
  private let answer: JSONObject

  init(_ answer: JSONObject) { self.answer = answer }

  /// Whether the call may not go ahead.
  var isDenial: Bool { answer["decision"]?.string == "deny" }
  /// Whether it may, with something to be told.
  var isWarning: Bool { answer["decision"]?.string == "warn" }
  /// Why, in words.
  var reason: String { answer["reason"]?.string ?? "" }
  /// Decision and reason, with how long to wait.
  var text: String { (["\(answer["decision"]?.string ?? ""): \(reason)\(wait)"] + warnings).joined(separator: "\n") }

  /// What was assumed of the planned call.
  private var warnings: [String] { (answer["warnings"]?.array ?? []).compactMap(\.string) }

  private var wait: String {
    guard let seconds = answer["retry_after_seconds"]?.number?.int64 else { return "" }
    return " Wait \(Grouped.count(seconds, "second"))."
  }
}
