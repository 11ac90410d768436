package import Ledger
package import Pricing

/// One call as it now is in the ledger, with its account.
package struct RecordedEntry: Sendable {
  /// What the ledger has made of the report.
  package let call: RecordedCall
  /// The model that was reported.
  package let given: String
  private let quote: Quote?

  init(call: RecordedCall, quote: Quote?, given: String) {
    self.call = call
    self.quote = quote
    self.given = given
  }

  /// The call's record.
  package var record: StoredRecord { call.record }

  /// The lines of the catalog's price that add up to the record's cost; none where it rests on something else.
  package var lines: [CostLine] {
    guard let quote, quote.applied.cost == record.price.cost else { return [] }
    return quote.lines
  }

  /// Whether there is anything that the reporter should look at.
  package var hasWarnings: Bool { quote?.warnings.isEmpty == false || !call.otherModels.isEmpty || call.isArchived }

  /// What the reporter should look at.
  package var warnings: [RecordWarning] {
    var warnings = quote?.warnings.map(RecordWarning.price) ?? []
    for model in call.otherModels { warnings.append(.otherModel(recorded: model, reported: given)) }
    if call.isArchived { warnings.append(.archived) }
    return warnings
  }
}
