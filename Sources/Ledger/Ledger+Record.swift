import CivilTime
import Pricing
import SQLite

/// A call to be recorded.
package struct RecordRequest: Sendable {
  /// What is known about it.
  package var facts: CallFacts
  /// The names under which it may be known already.
  package var keys: [RecordKey]
  /// True when the session ends with it.
  package var endsSession: Bool

  /// Creates a request to record a call.
  package init(facts: CallFacts, keys: [RecordKey], endsSession: Bool = false) {
    self.facts = facts
    self.keys = keys
    self.endsSession = endsSession
  }
}

/// What became of a call that was recorded.
package struct RecordedCall: Sendable {
  /// The record as it now stands.
  package var record: StoredRecord
  /// False when a record with one of its keys was there: it was updated, or already said the same.
  package var isNew: Bool
  /// The models of the records that were there, where they differ from the one given.
  package var otherModels: [String]
  /// The totals of the session, when it has one.
  package var session: Totals?
}

extension Ledger {
  /// How far ahead of the ledger's time a record may be dated: a day, in milliseconds.
  package static let allowedLeadMilliseconds: Int64 = 86_400_000

  /// Enters a call, or brings the record of the same call up to date, in the running batch.
  ///
  /// - Parameter pricing: Returns the price of the call as it stands after earlier reports of it are taken
  ///   into account; asked once or twice.
  /// - Throws: ``LedgerError``, and what `pricing` throws; then nothing of this call is entered.
  package func record(
    _ request: RecordRequest, pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> RecordedCall {
    let now = try ledgerTime()
    let lead = request.facts.timestamp.milliseconds - now.milliseconds
    guard lead <= Self.allowedLeadMilliseconds else {
      throw LedgerError.timestampAhead(
        milliseconds: request.facts.timestamp.milliseconds, nowMilliseconds: now.milliseconds)
    }
    let price = try pricing(request.facts)
    let known = try writing { store throws(SQLiteError) in try store.records(withKeys: request) }
    var recorded =
      known.isEmpty
      ? try enter(request, price: price, at: now) : try update(known, with: request, at: now, pricing: pricing)
    recorded.session = try writing { store throws(SQLiteError) in try store.totals(ofSession: recorded.record) }
    return recorded
  }

  private func enter(
    _ request: RecordRequest, price: AppliedPrice, at now: Instant
  ) throws(LedgerError) -> RecordedCall {
    let id = RecordID(bytes: world.randomBytes(16))
    return try writing { store throws(SQLiteError) in
      let record = try store.write(facts: request.facts, price: price, id: id, row: nil, recordedAt: now)
      try store.add(request.keys, of: record)
      try store.finish(record, endsSession: request.endsSession, at: now)
      return RecordedCall(record: record, isNew: true, otherModels: [], session: nil)
    }
  }

  private func update(
    _ known: [StoredRecord], with request: RecordRequest, at now: Instant,
    pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> RecordedCall {
    var kept = known[0]
    var facts = known.dropFirst().reduce(kept.facts) { $0.merged(with: $1.facts) }
    facts = facts.merged(with: request.facts)
    // A record keeps what it was billed unless the call itself turns out otherwise.
    let price = facts == kept.facts ? kept.price : try pricing(facts)
    facts.provider = price.provider
    try writing { store throws(SQLiteError) in
      if facts != kept.facts || known.count > 1 {
        for old in known { store.takeBack(old) }
        try store.dissolve(known.dropFirst(), into: kept)
        kept = try store.write(
          facts: facts, price: price, id: kept.id, row: kept.row, recordedAt: kept.recordedAt)
      }
      try store.add(request.keys, of: kept)
      try store.finish(kept, endsSession: request.endsSession, at: now)
    }
    let others = Set(known.map(\.facts.model)).subtracting([request.facts.model]).sorted()
    return RecordedCall(record: kept, isNew: false, otherModels: others, session: nil)
  }
}
