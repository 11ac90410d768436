package import CivilTime
import JSON
import Pricing
import SQLite

/// A call to be recorded.
///
/// An object, as it is handed on many times, and what is known about a call is some thirty values.
package final class RecordRequest: Sendable {
  /// What is known about it.
  package let facts: CallFacts
  /// The names under which it may be known already.
  package let keys: [RecordKey]
  /// True when the session ends with it.
  package let endsSession: Bool
  /// The source in the place of whose earlier reports of the call this one comes; nil joins it to all of them.
  package let replacing: String?

  /// Creates a request to record a call.
  package init(
    facts: consuming CallFacts, keys: [RecordKey], endsSession: Bool = false, replacing: String? = nil
  ) {
    self.facts = facts
    self.keys = keys
    self.endsSession = endsSession
    self.replacing = replacing
  }

  /// The same request with other facts.
  fileprivate func with(_ facts: consuming CallFacts) -> RecordRequest {
    RecordRequest(facts: facts, keys: keys, endsSession: endsSession, replacing: replacing)
  }
}

/// What happened to a call that was recorded; an object, as it is handed on many times.
package final class RecordedCall: Sendable {
  /// The record as it now is.
  package let record: StoredRecord
  /// False when a record with one of its keys was there: it was updated, or already said the same.
  package let isNew: Bool
  /// Whether the ledger holds something else now than before.
  package let hasChanged: Bool
  /// The models of the records that were there, where they differ from the one given.
  package let otherModels: [String]
  /// Other records that turned out to be the same call and have become part of this one.
  package let absorbed: [RecordID]
  /// True when its record was archived before: nothing was counted or changed, and ``record`` says what was given.
  package let isArchived: Bool

  init(
    record: consuming StoredRecord, isNew: Bool, hasChanged: Bool = true, otherModels: [String] = [],
    absorbed: [RecordID] = [], isArchived: Bool = false
  ) {
    self.record = record
    self.isNew = isNew
    self.hasChanged = hasChanged
    self.otherModels = otherModels
    self.absorbed = absorbed
    self.isArchived = isArchived
  }
}

extension Ledger {
  /// How far ahead of the ledger's time a record may be dated: a day, in milliseconds.
  package static let allowedLeadMilliseconds: Int64 = Instant.millisecondsPerDay

  /// The earliest time of a record: 2010-01-01, before models were sold by the call and after every time by which
  /// systems write that none is set (year 1, 1601, 1899, 1904, 1970, 1980, 2000, 2001).
  package static let earliest = Instant(seconds: 1_262_304_000)

  /// The most of one meter that a call may have, in whole units: millions of such calls add up within 64 bits,
  /// which sums of SQLite's and of ours rely on.
  package static let largestQuantity: Int64 = 100_000_000_000

  /// Enters a call, or updates the record of the same call, in the running batch.
  ///
  /// - Parameters:
  ///   - price: The price of the call by itself; nil asks `pricing` for it.
  ///   - pricing: Returns the price of the call as it is after earlier reports of it are taken into account;
  ///     asked several times.
  /// - Throws: ``LedgerError``, and what `pricing` throws; then nothing of this call is entered.
  package func record(
    _ request: RecordRequest, price: AppliedPrice? = nil, pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> RecordedCall {
    try check(request)
    guard !request.facts.usage.hasEmptyTokens else {
      return try record(request.withoutEmptyTokens, price: price, pricing: pricing)
    }
    let price = try price ?? pricing(request.facts)
    let request = request.naming(price.provider)
    let rows = try writing { store throws(SQLiteError) in try store.rows(withKeys: request) }
    let known = try writing { store throws(SQLiteError) in try store.records(in: rows.records) }
    // Asked for within the transaction: another process may have entered a newer record before it began.
    let now = try ledgerTime()
    if let row = rows.archived { return try repeatArchived(row, request, price: price, live: known, at: now) }
    return known.isEmpty
      ? try enter(request, price: price, at: now) : try update(known, with: request, at: now, pricing: pricing)
  }

  /// Returns the totals of the session of a record of the running batch, or nil when it has none.
  package func sessionTotals(of call: RecordedCall) throws(LedgerError) -> Totals? {
    guard !call.isArchived else { return nil }
    return try writing { store throws(SQLiteError) in try store.totals(ofSession: call.record) }
  }

  /// Refuses what no record may say; nothing is written, so that several calls can be checked before the first.
  package func check(_ request: RecordRequest) throws(LedgerError) {
    try refuseOthers(request.facts.userID)
    try refuseUnbelievable(request.facts.timestamp)
    try Self.refuseBoundless(request.facts.usage)
  }

  /// Refuses what is not of the only user, in a ledger of one.
  func refuseOthers(_ user: String) throws(LedgerError) {
    guard let onlyUser, !user.hasSameScalars(as: onlyUser) else { return }
    throw .otherUser(only: onlyUser)
  }

  private func refuseUnbelievable(_ timestamp: Instant) throws(LedgerError) {
    guard timestamp >= Self.earliest else { throw .timestampUnset(milliseconds: timestamp.milliseconds) }
    let now = try ledgerTime()
    guard timestamp <= now.adding(milliseconds: Self.allowedLeadMilliseconds) else {
      throw .timestampAhead(milliseconds: timestamp.milliseconds, nowMilliseconds: now.milliseconds)
    }
  }

  private static func refuseBoundless(_ usage: Usage) throws(LedgerError) {
    for entry in usage.entries
    where entry.quantity < 0 || entry.quantity / entry.meter.scale > largestQuantity {
      throw .quantityOutOfRange(entry.meter, entry.quantity)
    }
  }

  private func enter(
    _ request: RecordRequest, price: AppliedPrice, at now: Instant
  ) throws(LedgerError) -> RecordedCall {
    let id = RecordID(bytes: world.randomBytes(16))
    return try writing { store throws(SQLiteError) in
      let record = try store.write(facts: request.facts, price: price, id: id, row: nil, recordedAt: now)
      try store.add(request.keys, ofUser: record.facts.userID, to: .record(record.row))
      try store.finish(record, endsSession: request.endsSession, isUpdate: false, at: now)
      return RecordedCall(record: consume record, isNew: true)
    }
  }

  private func update(
    _ known: [StoredRecord], with request: RecordRequest, at now: Instant,
    pricing: (CallFacts) throws -> AppliedPrice
  ) throws -> RecordedCall {
    var kept = known[0]
    let before = reports(of: kept, pricing)
    let earlier = known.dropFirst().reduce(into: before) { $0.join(self.reports(of: $1, pricing)) }
    var reports = CallReports(asGiven(request.facts, pricing))
    if let earlier = earlier.without(request.replacing) { reports.join(earlier) }
    let facts = reports.merged
    // A record keeps what it was billed unless the call itself turns out otherwise.
    let isSameCall = reports == before || CallReports(facts) == CallReports(before.merged)
    let price = isSameCall ? kept.price : try pricing(facts)
    let hasChanged = reports != before || known.count > 1
    try writing { store throws(SQLiteError) in
      if hasChanged {
        for old in known { try store.takeBack(old) }
        try store.dissolve(known.dropFirst(), into: .record(kept.row))
        kept = try store.write(
          facts: facts, price: price, id: kept.id, row: kept.row, recordedAt: kept.recordedAt, reports: reports.stored)
      }
      try store.add(request.keys, ofUser: kept.facts.userID, to: .record(kept.row))
      try store.finish(kept, endsSession: request.endsSession, isUpdate: true, at: now)
    }
    let others = Set(known.map(\.facts.model)).subtracting([request.facts.model]).sorted()
    return RecordedCall(
      record: kept, isNew: false, hasChanged: hasChanged, otherModels: others, absorbed: known.dropFirst().map(\.id))
  }

  /// What is kept of the reports of a record.
  private func reports(of record: StoredRecord, _ pricing: (CallFacts) throws -> AppliedPrice) -> CallReports {
    CallReports(stored: record.reports) ?? CallReports(asGiven(record.facts, pricing))
  }

  /// The facts without a provider to which the model's name alone leads.
  ///
  /// A record does not tell whether its provider was given; one that follows from the model must neither hold
  /// against one that was given, nor stay when another report decides on the model.
  private func asGiven(_ facts: CallFacts, _ pricing: (CallFacts) throws -> AppliedPrice) -> CallFacts {
    guard !facts.provider.isEmpty else { return facts }
    var bare = facts
    bare.provider = ""
    do {
      return try pricing(bare).provider == facts.provider ? bare : facts
    } catch {
      // Without a price there is nothing that the name leads to.
      return facts
    }
  }
}

extension RecordRequest {
  /// The request without tokens that were counted as none, which a record does not tell from those not counted.
  fileprivate var withoutEmptyTokens: RecordRequest {
    var facts = facts
    facts.usage = facts.usage.withoutEmptyTokens
    return with(facts)
  }

  /// The request with a provider that was given in the catalog's spelling, so that a repeated report says the same as
  /// the record.
  fileprivate func naming(_ provider: String) -> RecordRequest {
    guard !facts.provider.isEmpty, !facts.provider.hasSameScalars(as: provider) else { return self }
    var facts = facts
    facts.provider = provider
    return with(facts)
  }
}
