import JSON
import Service

/// `get_usage`: what was used and spent in a period.
struct GetUsage: LedgerTool {
  static let name = "get_usage"
  static let restsOnLogs = true
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let report = try service.usage(try UsageQuestion(arguments))
    return UsageDocument(report, of: service) { $0.cursor(for: arguments) }.object
  }
}
