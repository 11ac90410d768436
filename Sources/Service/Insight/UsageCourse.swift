package import CivilTime
package import Insight
package import Ledger

/// The hours of usage up to now, from which forecasts are made.
package struct UsageCourse {
  private let hours: [HourUsage]
  /// The quarter hours of the newest day.
  private let newest: [QuarterUsage]
  private let zone: Zone
  private let now: Instant

  /// Reads the usage that a filter lets through.
  package init(_ service: LedgerService, _ filter: UsageFilter, _ zone: Zone, _ now: Instant) throws {
    (self.zone, self.now) = (zone, now)
    let oldest = now.adding(milliseconds: -Int64(UsageHistory.longestDays + 1) * Instant.millisecondsPerDay)
    var sums = HourSums(zone: zone)
    var newest: [QuarterUsage] = []
    let day = now.adding(milliseconds: -Instant.millisecondsPerDay)
    try service.ledger.forEachQuarter(pricedIn: oldest..<now, filter: filter) { quarter in
      sums.add(quarter)
      if quarter.start > day { newest.append(quarter) }
    }
    (hours, self.newest) = (sums.hours, newest)
  }

  /// Returns the history of one of the figures.
  package func history(_ amount: (UsageFigures) -> Double) -> UsageHistory {
    UsageHistory(
      hours: hours.map { HourAmount(start: $0.start, amount: amount($0.usage)) },
      newest: newest.map { HourAmount(start: $0.start, amount: amount($0.figures)) }, zone: zone, now: now)
  }
}

/// Quarter hours, oldest first, added up to civil hours.
package struct HourSums {
  private let zone: Zone
  /// The hours with usage, oldest first.
  package private(set) var hours: [HourUsage] = []
  private var end = Instant(milliseconds: .min)

  /// Begins with no hour.
  package init(zone: Zone) { self.zone = zone }

  /// Adds a quarter hour that does not begin before the one added last.
  package mutating func add(_ quarter: QuarterUsage) {
    if quarter.start >= end {
      let start = zone.hourStart(containing: quarter.start)
      end = zone.nextHourStart(after: start)
      hours.append(HourUsage(start: start, usage: UsageFigures()))
    }
    hours[hours.count - 1].usage += quarter.figures
  }
}

extension QuarterUsage {
  /// The figures for statistics.
  package var figures: UsageFigures {
    UsageFigures(
      cost: Double(microdollars) / 1_000_000, tokens: Double(tokens), requests: Double(requests),
      unpriced: Double(unpricedRequests))
  }
}
