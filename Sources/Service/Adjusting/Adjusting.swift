import JSON
package import Ledger
import Logging
import Pricing

/// Correcting what a record counts, by entries that never change.
package struct Adjusting {
  /// The fewest digits of a record's id that name it.
  package static let fewestDigits = 6
  /// The largest corrected cost.
  private static let largestCost = Money(dollars: 1_000_000, picodollars: 0)
  /// The most tokens of a corrected figure.
  package static let largestCount = Ledger.largestQuantity

  private let service: LedgerService

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Reads what a figure should be: a count, or for the cost an amount in US dollars.
  ///
  /// - Throws: ``AdjustingError/noValue(_:of:)``.
  package static func value(_ text: String, of figure: AdjustedFigure) throws(AdjustingError) -> Int64 {
    if figure == .cost, let money = Money(decimal: text), money >= .zero, money <= largestCost {
      return Int64(money.picodollars)
    }
    if figure != .cost, let count = Int64(text), (0...largestCount).contains(count) { return count }
    throw .noValue(text, of: figure)
  }

  /// Enters a correction of the record whose id begins so, unless its figures are so already.
  ///
  /// - Throws: ``AdjustingError``, ``AdjustmentError``, ``LedgerError``.
  package func adjust(
    _ record: String, _ figures: [AdjustedFigure: Int64], reason: String
  ) throws -> AdjustmentReceipt {
    let id = try id(beginningWith: record)
    let entry: Adjustment?
    do {
      entry = try service.ledger.adjust(id, figures, reason: reason, by: service.settings.userName)
      try service.ledger.commit()
    } catch {
      service.ledger.rollBack()
      throw error
    }
    if entry != nil { service.log.write(.info, "adjust", ["record": .string(id.description)]) }
    return AdjustmentReceipt(record: try adjusted(id), isEntered: entry != nil)
  }

  /// Returns the record whose id begins so, as it was entered and as it counts, with its corrections.
  ///
  /// - Throws: ``AdjustingError``, ``AdjustmentError``, ``LedgerError``.
  package func record(_ beginning: String) throws -> AdjustedRecord {
    try service.ledger.consistently { try adjusted(try id(beginningWith: beginning)) }
  }

  private func adjusted(_ id: RecordID) throws -> AdjustedRecord {
    guard let record = try service.ledger.record(id) else {
      return AdjustedRecord(id: id, record: nil, counted: nil, adjustments: try service.ledger.adjustments(of: id))
    }
    let adjustments = try service.ledger.adjustments(of: [record])[0]
    let counted = adjustments.isEmpty ? nil : record.counted
    return AdjustedRecord(id: id, record: record, counted: counted, adjustments: adjustments)
  }

  private func id(beginningWith digits: String) throws -> RecordID {
    guard digits.utf8.count >= Self.fewestDigits else { throw AdjustingError.tooFewDigits(digits) }
    return try service.ledger.recordID(beginningWith: digits.lowercased())
  }
}

/// Why a wish to correct a record cannot be read.
package enum AdjustingError: Error, Hashable {
  /// The beginning of an id is too short to name a record.
  case tooFewDigits(String)
  /// A text is nothing that the figure can be.
  case noValue(String, of: AdjustedFigure)
}
