package import Ledger

/// A question about what was used and spent.
package struct UsageQuestion: Sendable, Hashable {
  /// The period asked about; nil for all of a session that the filter names, and otherwise for this month.
  package var period: PeriodChoice?
  /// The IANA name of the zone in which days are told; nil for the ledger's.
  package var timezone: String?
  /// Which records count.
  package var filter = UsageFilter.none
  /// By what the totals are split; empty for no groups.
  package var groupBy: [GroupKey] = []
  /// In which order groups come.
  package var order = UsageOrder.cost
  /// How many groups, or records, are told at most.
  package var pageSize = 20
  /// Where the page before ended; nil for the first one.
  package var position: UsagePosition?
  /// What is told in addition to totals and groups.
  package var parts: Set<UsagePart> = []
  /// The ISO 4217 code of the currency of amounts; nil for US dollars.
  package var currency: String?

  /// Creates a question about everything of this month.
  package init() {}

  /// The period, chosen by the filter where none is named.
  var chosenPeriod: PeriodChoice {
    if let period { return period }
    // A session is a whole: only who names a period wants a part of it.
    return .named(filter.texts[.sessionID, default: ""].isEmpty ? .thisMonth : .all)
  }

  /// - Throws: ``UsageError`` for a position of what the question has no pages of.
  func checkPosition() throws(UsageError) {
    guard let position else { return }
    switch position {
    case .groups: if groupBy.isEmpty { throw parts.contains(.records) ? .pagesRecords : .hasNoPages }
    case .records: if !groupBy.isEmpty { throw .pagesGroups } else if !parts.contains(.records) { throw .hasNoPages }
    }
  }
}

/// What a report tells in addition to totals and groups, when it is asked to.
package enum UsagePart: String, Sendable, CaseIterable {
  case trend
  case records
  case limits
  case forecast
  case anomalies
  case suggestions
  case balance
}

/// Where a page of a report ended.
package enum UsagePosition: Sendable, Hashable {
  /// Behind that many groups.
  case groups(Int)
  /// Behind the record of that time and id; its place in the file would tell how much others have recorded.
  case records(milliseconds: Int64, RecordID)
}

/// Why a question about usage cannot be answered as it was asked.
package enum UsageError: Error, Hashable {
  /// A position was given, but the question has neither groups nor records.
  case hasNoPages
  /// The position is one of records, but the question pages groups.
  case pagesGroups
  /// The position is one of groups, but the question pages records.
  case pagesRecords
  /// The trend of so long a period would have too many points; `mostYears` can be drawn.
  case trendTooLong(mostYears: Int)
}
