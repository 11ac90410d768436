import JSON
import Ledger
import MCP
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

  /// Makes a change and shows the limit as it then stands.
  func change(_ change: (LimitEditor, LedgerService) throws -> (id: String, did: String)) throws -> ExitStatus {
    let editor = LimitEditor(service)
    let (id, did) = try asking { try change(editor, service) }
    let limit = try asking { try editor.list() }.first { $0.object?["id"]?.string == id }
    guard options.isJSON else {
      host.print(
        (["\(did) \(id)."] + (limit.map { ["", LimitListText(limits: [$0]).text] } ?? [])).joined(separator: "\n"))
      return .success
    }
    host.print(JSONWriter.string(limit ?? ["id": .string(id), "removed": true]))
    return .success
  }

  /// Puts a failure into words and a status.
  func asking<T>(_ question: () throws -> T) throws -> T {
    do {
      return try question()
    } catch let failure as any Worded {
      throw CommandFailure(status: .failure, message: failure.sentence)
    }
  }
}
