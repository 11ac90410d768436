import Ledger
import Logging
import Server
import Service

extension Command {
  /// `statusline`: a line for Claude Code's status line.
  static let statusline = Command(
    name: "statusline", summary: "Print one line for Claude Code's status line, and keep its official figures",
    discussion: """
      Reads the JSON that Claude Code writes to its status line, on standard input. Prints the model, what the session
      and today cost by this ledger, and how much of the subscription's allowances is used, as Claude Code says it.
      "\(Product.name) setup claude-code --statusline" puts it into Claude Code's settings.
      """,
    options: [.ingest]
  ) { options, host in
    guard let status = HostStatus(host.readInput(), at: host.now()) else {
      throw CommandFailure(status: .badData, message: "standard input is not the JSON object of a status line")
    }
    let run = GuardRun(options: options, host: host)
    guard let service = run.service(readingTranscript: status.transcript) else { return .failure }
    do throws(LedgerError) {
      try service.keep(status.windows)
    } catch {
      // The line is shown from what is there.
      host.note("\(Product.name): \(error.sentence)")
    }
    host.print(TerminalText.line(try StatusLine(status: status, service: service).text))
    return .success
  }
}
