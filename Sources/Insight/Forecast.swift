package import CivilTime

/// What a period will have come to at its end: an estimate, never an amount that is owed.
package struct Forecast: Sendable, Hashable {
  /// The share of outcomes that lie from ``low`` to ``high``.
  package static let interval = 0.8

  /// What has been used in the period so far.
  package var used: Double
  /// The middle outcome: as likely to be passed as not.
  package var expected: Double
  /// The lower end of the interval; never below ``used``.
  package var low: Double
  /// The upper end of the interval.
  package var high: Double
  /// When each limit asked for will be used up, in their order.
  package var exhaustions: [Exhaustion]
}

/// When a limit will be used up within the period.
package struct Exhaustion: Sendable, Hashable {
  /// The share of outcomes, 0 to 1, that pass the limit before the period ends.
  package var chance: Double
  /// One outcome of ten passes the limit before this time; nil when fewer do.
  package var earliest: Instant?
  /// Half of the outcomes do; nil when the limit will probably hold.
  package var expected: Instant?
  /// Nine of ten do; nil when more than one of ten holds to the end.
  package var latest: Instant?
}

extension UsageHistory {
  /// Returns what the period that ends at `end` will have come to, or why that cannot be said.
  ///
  /// Many futures are put together from days of the history: the rest of today from days that were like today
  /// up to this hour, each later day from days of its kind, all in step with growth, and every future with an
  /// error of its own in how high usage runs at all. Where usage runs far above all before at this moment, it goes on
  /// for a while that nobody knows, another one in every future. The interval is that of eight futures of ten.
  ///
  /// - Parameters:
  ///   - end: After ``now``; at most some months ahead.
  ///   - used: What has been used in the period so far.
  ///   - limits: Amounts, for each of which the time of exhaustion is asked.
  package func forecast(
    until end: Instant, used: Double, limits: [Double] = []
  ) -> Result<Forecast, HistoryShortage> {
    if let shortage { return .failure(shortage) }
    var futures = Futures(self, until: end)
    futures.run()
    let added = futures.totals.sorted()
    let interval = interval(of: added)
    return .success(
      Forecast(
        used: used, expected: used + Statistics.quantile(0.5, of: added), low: used + interval.low,
        high: used + interval.high,
        exhaustions: limits.map { futures.exhaustion(of: $0 - used) }))
  }

  /// Eight of ten: one of ten below and one above, or, where many outcomes are nothing at all, two above.
  ///
  /// What is drawn from few days varies less than what comes, so the fewer there are,
  /// the further out the ends lie.
  private func interval(of sorted: [Double]) -> (low: Double, high: Double) {
    let tenth = 0.1 * Double(days.count) / Double(days.count + 8)
    let low = Statistics.quantile(tenth, of: sorted)
    if low > 0 { return (low, Statistics.quantile(1 - tenth, of: sorted)) }
    return (0, Statistics.quantile(1 - 2 * tenth, of: sorted))
  }
}

extension HistoryShortage: Error {}
