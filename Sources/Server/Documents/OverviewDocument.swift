package import JSON
import Ledger
package import Service

extension OverviewReport {
  /// The periods as `get_usage` answers them, and what vendors say.
  package func document(of service: LedgerService) throws -> JSONObject {
    var object = JSONObject()
    for (name, report) in periods { object.append(name.rawValue, .object(Self.answer(report, service))) }
    object.append("models", Self.answer(models, service)["groups"] ?? [])
    object.append("projects", Self.answer(projects, service)["groups"] ?? [])
    if !limits.isEmpty {
      let document = LimitStandingDocument(service)
      object.append("limits", .array(try limits.map(document.value)))
    }
    if !windows.isEmpty { object.append("vendor_windows", Answer.windows(windows, models.zone)) }
    return object
  }

  private static func answer(_ report: UsageReport, _ service: LedgerService) -> JSONObject {
    UsageDocument(report, of: service) { _ in "" }.object
  }
}
