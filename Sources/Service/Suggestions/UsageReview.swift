import CivilTime
import Ledger
import Pricing

/// Looks through the usage of a period for savings.
///
/// Reads the period's roll-ups, and of its sessions no more than ``Ledger/sessionCourses(of:filter:calls:)`` says, so
/// that it takes as long for a thousand records as for millions.
struct UsageReview {
  let service: LedgerService
  let period: Period
  let filter: UsageFilter

  /// How many suggestions are made at most, the largest first.
  private static let most = 5
  /// A saving below a cent is not worth a sentence.
  private static let leastSaving = Money(dollars: 0, picodollars: 10_000_000_000)
  /// Nor is one below this part of what the period cost.
  private static let leastPart: Int128 = 100
  /// The fewest calls of a session that are looked at.
  private static let calls: Int64 = 4

  /// Returns what to stop at once, then what would have saved most of the `whole` cost of the period.
  func suggestions(whole: Money) throws -> [Suggestion] {
    let now = service.now()
    let at = min(period.until?.adding(milliseconds: -1) ?? now, now)
    let cells = try service.ledger.workload(of: period, filter: filter, by: [.agent, .mode, .operation])
    let sessions = try service.ledger.sessionCourses(of: period, filter: filter, calls: Self.calls)
    // What was billed otherwise, or not at all, would not have changed with the catalog's prices.
    let billed = cells.filter { $0.costKind == .catalog }
    let prices = service.prices
    var found = try BatchReview(prices: prices, at: at).suggestions(billed)
    found += try CacheReview(prices: prices, at: at).suggestions(billed)
    found += try ModelReview(prices: prices, at: at).suggestions(billed)
    found += try SessionReview(prices: prices).suggestions(sessions)
    let least = max(Self.leastSaving, Money(picodollars: whole.picodollars / Self.leastPart))
    let worthwhile = found.filter { $0.saving >= least }.sorted {
      $0.saving == $1.saving ? $0.order.lexicographicallyPrecedes($1.order) : $0.saving > $1.saving
    }
    let loops = try at < now ? [] : LoopReview(service: service, filter: filter, now: at).suggestions()
    return Array((loops + worthwhile).prefix(Self.most))
  }
}

extension PriceRegistry {
  /// Returns the cells of text by who called, with the model that was called, where the catalog knows it.
  func callers(of cells: [WorkloadCell]) throws(PricingError) -> [(caller: Caller, model: Model, cells: [WorkloadCell])]
  {
    var groups: [Caller: [WorkloadCell]] = [:]
    for cell in cells {
      let caller = Caller(agent: cell.texts[0], provider: cell.provider, model: cell.pricedAs)
      groups[caller, default: []].append(cell)
    }
    var found: [(Caller, Model, [WorkloadCell])] = []
    for (caller, cells) in groups {
      guard let model = try model(of: cells[0]), WorkKind(model.kind) == .text else { continue }
      found.append((caller, model, cells))
    }
    return found
  }
}
