package import CivilTime
package import Insight
package import Ledger

/// What was used and spent in a period: the answer to a ``UsageQuestion``.
///
/// Amounts are US dollars; ``currency`` tells what to show for them. What was not asked for is nil.
package struct UsageReport: Sendable, Hashable {
  /// The period. Where it was asked for without an end, the end of the day of the first or the last record.
  package let period: Period
  /// The zone in which days are told.
  package let zone: Zone
  /// The currency in which amounts are to be shown.
  package let currency: AnswerCurrency
  /// What the records add up to.
  package let totals: UsageTotals
  /// The life of the session that the filter names.
  package let session: SessionLife?
  /// The session that was taken for the asker's, where that was asked for.
  package let current: CurrentSession?
  /// A page of the groups.
  package let groups: UsageGroups?
  /// Usage over time.
  package let trend: UsageTrend?
  /// A page of the records, newest first.
  package let records: [UsageRecord]?
  /// What to save on, the most worthwhile first.
  package let suggestions: [Suggestion]?
  /// How much is used of the limits that hold for whom the filter names.
  package let limits: [LimitState]?
  /// What vendors say of their own allowances, told with the limits.
  package let windows: [VendorWindow]?
  /// The account of the user whom the filter names; nil for one without an account, too.
  package let balance: AccountState?
  /// What the running day, week and month will come to.
  package let forecast: UsageForecast?
  /// What is unusual in the newest hours, the gravest first.
  package let anomalies: [Anomaly]?
  /// Where the next page begins; nil on the last one.
  package let next: UsagePosition?
  /// What the report cannot tell.
  package let warnings: [UsageWarning]
}

/// A page of the groups into which totals are split.
package struct UsageGroups: Sendable, Hashable {
  /// By what they are split: one key for each text of a group's own key.
  package let keys: [GroupKey]
  /// The groups of the page, in the order asked for.
  package let page: [UsageShare]
}

/// A group, and its part of the whole.
package struct UsageShare: Sendable, Hashable {
  /// What its records add up to.
  package let group: UsageGroup
  /// Its part of the whole cost in millionths, rounded to the nearest; 0 where nothing has a cost.
  package let millionths: Int64
}

/// A record with what people have corrected of it.
package struct UsageRecord: Sendable, Hashable {
  /// The record as it was entered.
  package let record: StoredRecord
  /// What it counts with its corrections; nil where it has none.
  package let counted: Totals?
  /// Its corrections, the oldest first.
  package let adjustments: [Adjustment]
}

/// What a report cannot tell.
package enum UsageWarning: Sendable, Hashable {
  /// So many calls are archived: totals count them, but these parts miss them.
  case archived(calls: Int64, missingIn: [UsagePart])
  /// Logs of other programs are being taken in, newest first, and calls before this time may be missing as yet.
  case logsWaiting(since: Instant)
}
