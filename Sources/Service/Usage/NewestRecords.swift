package import CivilTime
package import Ledger

/// The newest records of a period, each with everything that is kept of it.
package struct NewestRecords: Sendable {
  /// The period.
  package let period: Period
  /// The zone in which days are told.
  package let zone: Zone
  /// The records, newest first.
  package let records: [KeptRecord]
  /// What the list cannot tell.
  package let warnings: [UsageWarning]
}

/// A record with everything that is kept of it.
package struct KeptRecord: Sendable {
  /// The record as it was entered.
  package let record: StoredRecord
  /// The names under which the call is known.
  package let keys: [RecordKey]
  /// What people have corrected, the oldest first.
  package let adjustments: [Adjustment]
}

extension LedgerService {
  /// Returns the newest records of today and the days before it, `days` in all.
  ///
  /// - Parameter limit: How many are told at most.
  package func newestRecords(days: Int, limit: Int) throws -> NewestRecords {
    try ledger.consistently {
      let calendar = try self.calendar(nil)
      let period = Period.days(days, endingAt: now(), calendar)
      let records = try ledger.records(of: period, filter: .none, limit: limit)
      let (keys, adjustments) = (try ledger.keys(of: records), try ledger.adjustments(of: records))
      let kept = records.indices.map {
        KeptRecord(record: records[$0], keys: keys[$0], adjustments: adjustments[$0])
      }
      let archived = try ledger.archivedCalls(of: period, filter: .none)
      return NewestRecords(
        period: period, zone: calendar.zone, records: kept,
        warnings: archived > 0 ? [.archived(calls: archived, missingIn: [.records])] : [])
    }
  }
}
