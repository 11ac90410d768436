package import Ledger
package import Service

extension AdjustmentError: Worded {
  package var sentence: String {
    switch self {
    case .unknownRecord(let digits):
      "No record's id begins with \"\(digits)\". \"token-ledger records\", get_usage with include records, or the resource usage://records, shows ids."
    case .ambiguousRecord(let digits): "The ids of several records begin with \"\(digits)\". Give more digits."
    case .archivedRecord(let id): "The record \(id) is archived, and what it counts is final."
    case .unpriced(let id):
      "The record \(id) has no amount to correct. Run reprice once its model has a price, or report the call again with its request_id and cost_usd."
    case .tooSmall(let figure, let least):
      "\(figure.name) would be smaller than what it includes: at least \(least). Correct both."
    }
  }
}

extension AdjustingError: Worded {
  package var sentence: String {
    switch self {
    case .tooFewDigits(let digits):
      "\"\(digits)\" is too short; give at least \(Adjusting.fewestDigits) digits of the record's id"
    case .noValue(let text, .cost):
      "\(AdjustedFigure.cost.name) takes dollars from 0 to 1000000 with at most 12 decimals, not \"\(text)\""
    case .noValue(let text, let figure):
      "\(figure.name) takes a number from 0 to \(Adjusting.largestCount), not \"\(text)\""
    }
  }
}
