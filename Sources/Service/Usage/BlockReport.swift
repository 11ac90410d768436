package import CivilTime
package import Ledger
package import Pricing

/// The 5-hour blocks in which somebody worked.
package struct BlockReport: Sendable, Hashable {
  /// The period that was asked about. A block that lies in a part of it is told as a whole.
  package let period: Period
  /// The zone of times.
  package let zone: Zone
  /// The currency in which amounts are to be shown.
  package let currency: AnswerCurrency
  /// The newest blocks, the newest first.
  package let blocks: [UsageBlock]
  /// How many there are in all.
  package let count: Int
  /// What the report cannot tell.
  package let warnings: [UsageWarning]
}

/// What was used in a block.
package struct UsageBlock: Sendable, Hashable {
  /// When it began and ended, or will end.
  package let block: WorkBlock
  /// What its calls add up to.
  package let totals: Totals
  /// What is left of it; nil once it has ended.
  package let rest: BlockRest?
}

/// The rest of a running block.
package struct BlockRest: Sendable, Hashable {
  /// Its length in milliseconds, above zero.
  package let milliseconds: Int64
  /// How fast the block is used up; nil in the first minute since its first call.
  package let pace: BlockPace?
}

/// How fast a block is used up, on average since its first call: estimates of three digits.
package struct BlockPace: Sendable, Hashable {
  private static let hour = 3_600_000.0
  /// How long a block is watched at least, in milliseconds.
  private static let leastMilliseconds: Int64 = 60_000

  /// Tokens in an hour.
  package let hourlyTokens: Int64
  /// The cost of an hour.
  package let hourlyCost: Money
  /// The tokens of the block at its end: those used, and what the rest comes to at this pace.
  package let tokensAtEnd: Int64
  /// The cost of the block at its end.
  package let costAtEnd: Money

  /// Returns the pace of what was used in the last `spent` milliseconds, with `rest` milliseconds to come.
  init?(_ totals: Totals, spent: Int64, rest: Int64) {
    guard spent >= Self.leastMilliseconds else { return nil }
    let (tokens, dollars) = (Double(totals.tokens.total), totals.cost.dollars)
    let (inAnHour, inTheRest) = (Self.hour / Double(spent), Double(rest) / Double(spent))
    (hourlyTokens, hourlyCost) = (Estimate.count(tokens * inAnHour), Estimate.money(dollars * inAnHour))
    tokensAtEnd = totals.tokens.total.addingCapped(Estimate.count(tokens * inTheRest))
    costAtEnd = totals.cost + Estimate.money(dollars * inTheRest)
  }
}

extension Int64 {
  fileprivate func addingCapped(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

extension LedgerService {
  /// Returns the 5-hour blocks that a question is about, at most a page of them, from one state of the ledger.
  ///
  /// - Throws: As ``usage(_:)``.
  package func blocks(_ question: UsageQuestion) throws -> BlockReport {
    try identity.check(question.filter.texts[.userID].flatMap { $0.isEmpty ? nil : $0 })
    return try ledger.consistently {
      let (question, _) = try placed(question)
      let (calendar, now) = (try calendar(question.timezone), now())
      let period = try question.chosenPeriod.period(at: now, calendar)
      let blocks = try ledger.workBlocks(of: period, filter: question.filter)
      return BlockReport(
        period: try ledger.bounded(period, calendar), zone: calendar.zone,
        currency: try currency(named: question.currency, endOf: period, calendar.zone),
        blocks: try blocks.suffix(question.pageSize).reversed().map { try usage(of: $0, question.filter, now) },
        count: blocks.count, warnings: logWarnings)
    }
  }

  private func usage(of block: WorkBlock, _ filter: UsageFilter, _ now: Instant) throws -> UsageBlock {
    let totals = try ledger.totals(of: block.period, filter: filter).all
    let left = block.ended.milliseconds - now.milliseconds
    guard left > 0 else { return UsageBlock(block: block, totals: totals, rest: nil) }
    let first = try ledger.firstCall(in: block, filter: filter) ?? block.began
    let pace = BlockPace(totals, spent: now.milliseconds - first.milliseconds, rest: left)
    return UsageBlock(block: block, totals: totals, rest: BlockRest(milliseconds: left, pace: pace))
  }
}
