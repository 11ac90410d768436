package import CivilTime
import Pricing

/// What a line of the archive says of the record that it was.
package struct ArchivedCall: Sendable {
  package var id: RecordID
  package var facts: CallFacts
  package var price: AppliedPrice
  /// When it was entered.
  package var recordedAt: Instant
  /// The names under which it was known.
  package var keys: [RecordKey]
  /// The figures that people gave last; costs in picodollars.
  package var given: [AdjustedFigure: Int64]

  /// Creates what a line says.
  package init(
    id: RecordID, facts: CallFacts, price: AppliedPrice, recordedAt: Instant, keys: [RecordKey],
    given: [AdjustedFigure: Int64]
  ) {
    self.id = id
    self.facts = facts
    self.price = price
    self.recordedAt = recordedAt
    self.keys = keys
    self.given = given
  }

  /// What it counts, with its corrections.
  var counted: Totals { record(context: .none, session: nil).counted }

  /// The record that it was, with its corrections.
  func record(context: ContextID, session: SessionID?) -> StoredRecord {
    var record = StoredRecord(
      id: id, facts: facts, price: price, recordedAt: recordedAt, row: .none, context: context, session: session)
    record.correct(by: given)
    return record
  }
}

/// How files of the archive are read.
package struct ArchiveReader {
  /// Returns what a line, without its end, says; nil for one that is no record.
  package let call: (ArraySlice<UInt8>) -> ArchivedCall?
  /// Writes an expanded copy of a compressed file; returns why it could not, as the end of a sentence.
  package let expand: (_ source: String, _ target: String) -> String?
  /// The number of the process, by which its drafts are told from those of others.
  package let process: Int32

  /// Creates it.
  package init(
    process: Int32 = 1,
    call: @escaping (ArraySlice<UInt8>) -> ArchivedCall?,
    expand: @escaping (_ source: String, _ target: String) -> String?
  ) {
    self.call = call
    self.expand = expand
    self.process = process
  }
}
