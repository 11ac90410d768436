package import CivilTime
package import Ledger

/// What one look of the monitor found of limits: the figures of each limit of which a report is due.
package struct LimitReport: Sendable {
  /// The ledger's time.
  package let time: Instant
  /// The zone of limits, in which times are told.
  package let zone: Zone
  /// The limits, in the order in which they were found.
  package let limits: [ReportedLimit]
}

/// The part of a report that is about one limit: its own figures, whether it will hold, and whom they are of.
package struct ReportedLimit: Sendable {
  /// The limit, and why it is reported.
  package let due: DueReport
  /// Whether it will hold; nil where history does not tell.
  package let forecast: LimitForecast?
  /// What was used of it, or why that cannot be told; nil for a limit that each one of a kind has by itself.
  package let usage: Result<LimitUsage, LedgerError>?
}

/// What counts against a limit, and whom it is of.
package struct LimitUsage: Sendable, Hashable {
  /// What counts together by one dimension.
  package struct Split: Sendable, Hashable {
    /// By what it is split.
    package let dimension: Dimension
    /// The dearest groups.
    package let dearest: [UsageGroup]
    /// How many groups there are more.
    package let left: Int
  }

  /// Where the period begins; nil where it began with the first record.
  package let since: Instant?
  /// Everything together.
  package let totals: Totals
  /// The splits that tell something: those in which somebody is named.
  package let splits: [Split]

  /// By what usage is split.
  private static let dimensions: [Dimension] = [.userID, .model, .agent, .projectID]
  /// How many groups of a split are told.
  private static let most = 10

  fileprivate init(
    of period: Period, _ filter: UsageFilter, _ calendar: LedgerCalendar, in ledger: Ledger
  ) throws(LedgerError) {
    since = period.since
    totals = try ledger.totals(of: period, filter: filter).all
    var splits: [Split] = []
    for dimension in Self.dimensions {
      let groups = try ledger.groups(of: period, filter: filter, by: [.dimension(dimension)], calendar: calendar)
      guard groups.contains(where: { $0.key[0] != "" }) else { continue }
      let dearest = UsageOrder.cost.sorted(groups).prefix(Self.most)
      splits.append(Split(dimension: dimension, dearest: Array(dearest), left: groups.count - dearest.count))
    }
    self.splits = splits
  }
}

extension LedgerService {
  /// Returns the figures of limits of which a report is due, all of them from one state of the ledger.
  package func limitReport(_ dues: [DueReport]) throws -> LimitReport {
    try ledger.consistently {
      let calendar = try limitCalendar()
      let now = try ledgerTime()
      return LimitReport(time: now, zone: calendar.zone, limits: try dues.map { try reported($0, calendar, now) })
    }
  }

  private func reported(_ due: DueReport, _ calendar: LedgerCalendar, _ now: Instant) throws -> ReportedLimit {
    guard let filter = UsageFilter(of: due.state.rule.scope) else {
      return ReportedLimit(due: due, forecast: nil, usage: nil)
    }
    let forecast = try LimitForecast(of: due.state, self, filter, calendar, now)
    return ReportedLimit(due: due, forecast: forecast, usage: usage(of: due, filter, calendar, now))
  }

  /// Of archived records not everything is told; the limit's figures hold all the same.
  private func usage(
    of due: DueReport, _ filter: UsageFilter, _ calendar: LedgerCalendar, _ now: Instant
  ) -> Result<LimitUsage, LedgerError> {
    do throws(LedgerError) {
      return .success(try LimitUsage(of: due.period(calendar, now), filter, calendar, in: ledger))
    } catch {
      return .failure(error)
    }
  }
}
