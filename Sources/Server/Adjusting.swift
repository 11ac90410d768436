package import JSON
package import Ledger
import Logging
import MCP
import Pricing
package import Service

/// Correcting what a record counts, by entries that never change.
package struct Adjusting {
  /// The fewest digits of a record's id that name it.
  package static let fewestDigits = 6
  /// The largest corrected cost.
  private static let largestCost = Money(dollars: 1_000_000, picodollars: 0)
  /// The most tokens of a corrected figure.
  private static let largestCount = Ledger.largestQuantity

  private let service: LedgerService

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Reads what a figure should be: a count, or for the cost an amount in US dollars.
  ///
  /// - Throws: ``ToolFailure``.
  package static func value(_ text: String, of figure: AdjustedFigure) throws -> Int64 {
    if figure == .cost, let money = Money(decimal: text), money >= .zero, money <= largestCost {
      return Int64(money.picodollars)
    }
    if figure != .cost, let count = Int64(text), (0...largestCount).contains(count) { return count }
    let wanted =
      figure == .cost ? "dollars from 0 to 1000000 with at most 12 decimals" : "a number from 0 to \(largestCount)"
    throw ToolFailure(message: "\(figure.name) takes \(wanted), not \"\(text)\"")
  }

  /// Enters a correction of the record whose id begins so, unless its figures are so already.
  ///
  /// - Returns: The record as it counts then, with all corrections.
  /// - Throws: ``ToolFailure``.
  package func adjust(
    _ record: String, _ figures: [AdjustedFigure: Int64], reason: String
  ) throws -> JSONObject {
    try answering {
      let id = try service.ledger.recordID(beginningWith: try Self.beginning(record))
      let entry: Adjustment?
      do {
        entry = try service.ledger.adjust(id, figures, reason: reason, by: service.settings.userName)
        try service.ledger.commit()
      } catch {
        service.ledger.rollBack()
        throw error
      }
      if entry != nil { service.log.write(.info, "adjust", ["record": .string(id.description)]) }
      var answer = try self.answer(id)
      answer.append("adjusted", .bool(entry != nil))
      return answer
    }
  }

  /// Returns the record whose id begins so, as it was entered and as it counts, with its corrections.
  ///
  /// - Throws: ``ToolFailure``.
  package func list(_ record: String) throws -> JSONObject {
    try answering { try answer(try service.ledger.recordID(beginningWith: try Self.beginning(record))) }
  }

  private func answer(_ id: RecordID) throws -> JSONObject {
    let zone = service.defaultZone
    var answer: JSONObject = ["id": .string(id.description)]
    var adjustments = try service.ledger.adjustments(of: id)
    if let record = try service.ledger.record(id) {
      adjustments = try service.ledger.adjustments(of: [record])[0]
      let counted = adjustments.isEmpty ? nil : record.counted
      answer = RecordDocument.row(record, zone, counted: counted, adjustments: adjustments)
      answer["cost"] = .object(RecordDocument.cost(record.price, details: false))
    } else {
      answer.append("archived", true)
      answer.append("adjustments", .array(adjustments.map { .object(AdjustmentDocument.object($0, zone)) }))
    }
    return answer
  }

  private static func beginning(_ record: String) throws -> String {
    guard record.utf8.count >= fewestDigits else {
      throw ToolFailure(message: "\"\(record)\" is too short; give at least \(fewestDigits) digits of the record's id")
    }
    return record.lowercased()
  }

  private func answering(_ body: () throws -> JSONObject) throws -> JSONObject {
    do {
      return try body()
    } catch let error as AdjustmentError {
      throw ToolFailure(message: Self.message(error))
    }
  }

  private static func message(_ error: AdjustmentError) -> String {
    switch error {
    case .unknownRecord(let digits):
      "No record's id begins with \"\(digits)\". get_usage with include records, or the resource usage://records, shows ids."
    case .ambiguousRecord(let digits): "The ids of several records begin with \"\(digits)\". Give more digits."
    case .archivedRecord(let id): "The record \(id) is archived, and what it counts is final."
    case .unpriced(let id):
      "The record \(id) has no amount to correct. Run reprice once its model has a price, or report the call again with its request_id and cost_usd."
    case .tooSmall(let figure, let least):
      "\(figure.name) would be smaller than what it includes: at least \(least). Correct both."
    }
  }
}
