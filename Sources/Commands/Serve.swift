import JSON
import Ledger
import Logging
import MCP
import Server
import Service

extension Command {
  /// `serve`: the MCP server on standard input and output.
  static let serve = Command(
    name: "serve", summary: "Run the MCP server on standard input and output",
    discussion: """
      MCP hosts start it; "setup" tells them to. It speaks the Model Context Protocol, one message a
      line, until its input ends. Messages for people go to standard error. Settings:
      \(SettingList.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
      """,
    options: [.prices, .onlyUser, .admin, .ingest]
  ) { options, host in
    let service = try ServiceBuilder.service(
      options, host, entersPrices: true, onlyUser: { try Role.onlyUser(options, $0) })
    // Lines wait for the first answer, which waits for no file.
    service.log.hold()
    service.log.write(.info, "start", ["command": "serve", "version": .string(Product.version)])
    let server = LedgerServer.make(service, note: host.note)
    var loop = ServeLoop(
      session: Session(server: server, monotonicMilliseconds: host.monotonicMilliseconds), service: service,
      channel: host.openChannel(),
      outbox: OutboxWatch(service, host), monitor: MonitorWatch(service, host),
      totals: TotalsWatch(service.ledger, note: server.note),
      afterFirst: {
        noteFallback(service, server.note)
        for sentence in FolderFaults.sentences(of: service.ledger.folder.path, host) {
          server.note("\(Product.name): \(sentence)")
        }
      })
    let reason = loop.run()
    service.log.write(.info, "stop", ["command": "serve", "reason": .string(reason.rawValue)])
    service.log.release()
    return .success
  }

  /// Other prices than the ledger's are reported when they are looked for.
  private static func noteFallback(_ service: LedgerService, _ note: (String) -> Void) {
    guard let conflict = service.settingConflict(.fallbackModel) else { return }
    note("\(Product.name): \(SettingSentences.message(conflict, source: SettingList.fallbackModel.name))")
  }
}
