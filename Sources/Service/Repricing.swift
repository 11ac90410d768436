import CivilTime
package import JSON
import Ledger
import MCP
import Pricing

/// Recomputing prices that were missing when a call was entered, or that have been corrected since.
package struct Repricing {
  private let service: LedgerService

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns what changes, and makes the change unless it is only asked for.
  ///
  /// - Parameters:
  ///   - period: `since` and `until` as `get_usage` reads them; without them all records.
  ///   - applies: Whether the new prices are entered, all in one transaction.
  /// - Throws: ``ToolFailure``.
  package func run(_ period: JSONObject, applies: Bool) throws -> JSONObject {
    let asked = period.isEmpty ? ["period": "all"] : period
    let span = try PeriodArguments(Arguments(asked, of: service.identity), service: service).period
    let quoter = Quoter(service)
    do {
      let changes = try service.ledger.priceChanges(in: span) { try quoter.quote($0).applied }
      var changed = changes.count
      if applies {
        changed = try service.ledger.apply(changes)
        try service.ledger.commit()
      }
      return Self.answer(changes, changed: changed, applied: applies)
    } catch let error as LedgerError {
      service.ledger.rollBack()
      throw ToolFailure(message: LedgerSentences.message(error))
    }
  }

  private static func answer(_ changes: [PriceChange], changed: Int, applied: Bool) -> JSONObject {
    var models: [String: Difference] = [:]
    var whole = Difference()
    for change in changes {
      models[change.record.facts.model, default: Difference()].add(change)
      whole.add(change)
    }
    var answer = whole.object
    answer["records"] = Answer.integer(Int64(changed))
    answer["applied"] = .bool(applied)
    answer["models"] = .array(
      models.sorted { $0.key < $1.key }.map { model, difference in
        var row: JSONObject = ["model": .string(model)]
        for (key, value) in difference.object { row.append(key, value) }
        return .object(row)
      })
    return answer
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
