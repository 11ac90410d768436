import JSON
import Ledger
import Logging
import Server
import Service

/// One command's work on the limits of a ledger.
struct LimitRun {
  /// The service over the ledger, which is open.
  let service: LedgerService
  private let options: Options
  private let host: Host

  /// Opens the ledger that the options name.
  init(_ options: Options, _ host: Host) throws {
    self.options = options
    self.host = host
    service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
  }

  /// Makes a change and shows the limit as it then is.
  func change(_ change: (LimitEditor, LedgerService) throws -> (id: String, did: String)) throws -> ExitStatus {
    let editor = LimitEditor(service)
    let (id, did) = try change(editor, service)
    let limit = try editor.list().first { $0.rule.id == id }
    guard options.isJSON else {
      host.print(TerminalText.line("\(did) \(id).") + (try limit.map { "\n\n" + (try text([$0])) } ?? ""))
      return .success
    }
    let document = try limit.map(LimitStandingDocument(service).value)
    host.print(JSONWriter.string(document ?? ["id": .string(id), "removed": true]))
    return .success
  }

  /// Shows every limit.
  func list() throws -> ExitStatus {
    let limits = try LimitEditor(service).list()
    let document = LimitStandingDocument(service)
    host.print(options.isJSON ? JSONWriter.string(.array(try limits.map(document.value))) : try text(limits))
    return .success
  }

  private func text(_ limits: [LimitStanding]) throws -> String {
    LimitListText(limits: limits, settings: service.settings.limits, zone: try service.limitCalendar().zone).text
  }
}
