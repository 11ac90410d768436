import CivilTime
import Ledger
import Pricing

/// Finds calls in standard service whose names say that nobody waits for them.
struct BatchReview {
  let prices: PriceRegistry
  /// The time whose prices hold.
  let at: Instant

  /// Words in the name of an agent, a mode or an operation.
  private static let words: Set<String> = [
    "backfill", "batch", "bulk", "cron", "nightly", "offline", "overnight", "scheduled",
  ]

  private struct Found {
    var saving = Money.zero
    var calls: Int64 = 0
    var models: Set<String> = []
  }

  /// Returns one suggestion for each name.
  func suggestions(_ cells: [WorkloadCell]) throws -> [Suggestion] {
    var found: [String: Found] = [:]
    for cell in cells where cell.serviceTier.isEmpty {
      guard let name = cell.texts.first(where: Self.isPatient), let saving = try saving(cell) else { continue }
      found[name, default: Found()].saving += saving
      found[name]?.calls += cell.totals.requests
      found[name]?.models.insert(cell.pricedAs)
    }
    return found.map { name, found in
      let work = PatientWork(
        name: name, calls: found.calls, models: found.models.sorted(), pricesOf: Zone.utc.date(at: at))
      return Suggestion(finding: .patientWork(work), saving: found.saving)
    }
  }

  /// What batch service would have saved on the cell; nil where the model has none, or no price.
  private func saving(_ cell: WorkloadCell) throws -> Money? {
    guard let model = try prices.model(of: cell) else { return nil }
    let kind = WorkKind(model.kind)
    let standard = RecordedWorkload([cell], kind: kind, areNamed: true, tier: nil, now: at).price(on: model)
    let batch = RecordedWorkload([cell], kind: kind, areNamed: true, tier: "batch", now: at).price(on: model)
    guard case .amount(let cost) = standard, case .amount(let less) = batch, less < cost else { return nil }
    return cost - less
  }

  /// Whether one of the name's words says that nobody waits.
  private static func isPatient(_ name: String) -> Bool {
    name.lowercased().split { !$0.isLetter }.contains { words.contains(String($0)) }
  }
}
