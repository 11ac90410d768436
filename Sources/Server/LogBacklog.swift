import MCP
import Service

/// Logs of other programs that are being taken in, as what questions may wait for.
final class LogBacklog: Backlog {
  private let service: LedgerService
  private let tools: [String]

  init(_ service: LedgerService) {
    self.service = service
    tools = ToolList.all.filter { $0.restsOnLogs }.map { $0.name }
  }

  var progress: BacklogProgress? {
    service.logs?.progress.map {
      BacklogProgress(
        done: $0.readBytes, total: $0.readBytes + $0.waitingBytes,
        message: LogSentences.progress($0, service.defaultZone))
    }
  }

  func concerns(tool: String) -> Bool { tools.contains(tool) }

  func concerns(resource uri: String) -> Bool { uri.hasPrefix(LedgerServer.volatileURIs) }
}
