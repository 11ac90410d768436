import CivilTime
package import JSON
import Ledger
import MCP
import Pricing
package import Service

/// Recomputing prices that were missing when a call was entered, or that have been corrected since.
package struct Repricing {
  private let service: LedgerService

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns what changes, and makes the change unless it is only asked for.
  ///
  /// Goes on in steps that are durable one by one, between which other processes write.
  ///
  /// - Parameters:
  ///   - period: `since` and `until` as `get_usage` reads them; without them all records.
  ///   - applies: Whether the new prices are entered.
  /// - Throws: ``ToolFailure``; what changed before has changed, and another run does the rest.
  package func run(_ period: JSONObject, applies: Bool) throws -> JSONObject {
    let asked = period.isEmpty ? ["period": "all"] : period
    let span = try PeriodArguments(Arguments(asked, of: service.identity), service: service).period
    var found = Differences()
    do {
      try walk(span) { changes in found.add(applies ? try apply(changes) : changes) }
    } catch let error as LedgerError {
      service.ledger.rollBack()
      throw error
    }
    return found.answer(applied: applies)
  }

  private func walk(_ span: Period, _ take: ([PriceChange]) throws -> Void) throws {
    let quoter = Quoter(service)
    var place: Int64? = 0
    while let row = place {
      let found = try service.ledger.priceChanges(in: span, behind: row) { try quoter.quote($0).applied }
      if !found.changes.isEmpty { try take(found.changes) }
      place = found.next
    }
  }

  private func apply(_ changes: [PriceChange]) throws -> [PriceChange] {
    let applied = try service.ledger.apply(changes)
    try service.ledger.commit()
    service.ledger.letOthersWrite()
    return applied
  }

  /// What changes do to the totals, in all and by model.
  private struct Differences {
    private var whole = Difference()
    private var models: [String: Difference] = [:]

    mutating func add(_ changes: [PriceChange]) {
      for change in changes {
        whole.add(change)
        models[change.record.facts.model, default: Difference()].add(change)
      }
    }

    func answer(applied: Bool) -> JSONObject {
      var answer = whole.object
      answer["applied"] = .bool(applied)
      answer["models"] = .array(
        models.sorted { $0.key < $1.key }.map { model, difference in
          var row: JSONObject = ["model": .string(model)]
          for (key, value) in difference.object { row.append(key, value) }
          return .object(row)
        })
      return answer
    }
  }

  /// What a set of changes does to the totals.
  private struct Difference {
    var records: Int64 = 0
    var unpricedBefore: Int64 = 0
    var unpricedAfter: Int64 = 0
    var before = Money.zero
    var after = Money.zero

    mutating func add(_ change: PriceChange) {
      records += 1
      if let cost = change.before { before += cost } else { unpricedBefore += 1 }
      if let cost = change.after { after += cost } else { unpricedAfter += 1 }
    }

    var object: JSONObject {
      [
        "records": Answer.integer(records), "before": Answer.money(before), "after": Answer.money(after),
        "difference": Answer.money(after - before), "unpriced_before": Answer.integer(unpricedBefore),
        "unpriced_after": Answer.integer(unpricedAfter), "currency": "USD",
      ]
    }
  }
}
