import JSON
import Logging
import MCP
import Server
import Service

extension Command {
  /// `monitor`: what a server does now and then, without a client.
  static let monitor = Command(
    name: "monitor", summary: "Watch limits and usage without a client, for a timer or service",
    discussion: """
      Looks every TOKEN_MONITOR_INTERVAL seconds until you stop it, or once with --once. A look reports limits that
      were reached and unusual usage, writes reports into "reports" in the data folder when usage has grown, ends
      reservations whose time is up, moves records older than TOKEN_RETENTION_DAYS to the archive, and has messages
      sent.
      """,
    options: [.once, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    var outbox = OutboxWatch(service, host)
    var troubles = MonitorTroubles(service, host)
    while true {
      do {
        let outcome = try MonitorRun(service, host).look(archiveSteps: nil)
        host.print(options.isJSON ? JSONWriter.string(outcome.json) : outcome.text)
        troubles.end()
      } catch let failure as any Worded {
        // Such as another process that kept the ledger for long: the next look may well find it free.
        guard !options.isOnce else { throw CommandFailure(status: .failure, message: failure.sentence) }
        troubles.note(failure.sentence)
      }
      outbox?.look()
      if options.isOnce {
        outbox?.waitForDeliverer()
        return .success
      }
      host.sleepMilliseconds(service.settings.monitor.intervalSeconds * 1_000)
    }
  }
}

extension CommandOption {
  static let once = CommandOption("--once", nil, "Look once and end") { _, options in options.isOnce = true }
}

extension Monitor.Outcome {
  /// What a look has come to, for programs.
  fileprivate var json: JSONValue {
    [
      "alerts": .array(messages.map(JSONValue.string)), "reports": .array(reports.map(JSONValue.string)),
      "expired_reservations": .number(JSONNumber(Int64(expired))),
    ]
  }

  /// The same in lines for people.
  fileprivate var text: String {
    var lines = messages.map { "alert: \($0)" } + reports.map { "report: \($0)" }
    if expired > 0 { lines.append("reservations whose time was up: \(expired)") }
    return lines.isEmpty ? "Nothing new." : TerminalText.lines(lines)
  }
}
