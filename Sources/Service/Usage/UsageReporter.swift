import CivilTime
import Insight
package import Ledger
import Pricing

extension LedgerService {
  /// Returns what was used and spent, all of it from one state of the ledger.
  ///
  /// - Throws: ``UsageError``, ``PeriodError``, ``QuestionError``, ``ZoneError``, ``LedgerError`` or ``PricingError``.
  package func usage(_ question: UsageQuestion) throws -> UsageReport {
    try identity.check(question.filter.texts[.userID].flatMap { $0.isEmpty ? nil : $0 })
    try question.checkPosition()
    return try ledger.consistently {
      let (question, current) = try placed(question)
      return try UsageReporter(self, question).report(current)
    }
  }

  /// Returns the question with the name of the asker's own session where it says `current`, and that session.
  func placed(_ question: UsageQuestion) throws -> (UsageQuestion, CurrentSession?) {
    guard question.filter.texts[.sessionID] == AskerPlace.word else { return (question, nil) }
    var question = question
    let current = try currentSession()
    question.filter.texts[.sessionID] = current.name
    return (question, current)
  }

  /// That logs are being taken in, if they are.
  var logWarnings: [UsageWarning] { logs?.completeSince.map { [.logsWaiting(since: $0)] } ?? [] }

  /// Returns which records a question is about.
  ///
  /// - Throws: ``PeriodError``, ``QuestionError``, ``ZoneError`` or ``LedgerError``.
  package func selection(of question: UsageQuestion) throws -> (period: Period, filter: UsageFilter) {
    try identity.check(question.filter.texts[.userID].flatMap { $0.isEmpty ? nil : $0 })
    let (question, _) = try placed(question)
    return (try question.chosenPeriod.period(at: now(), try calendar(question.timezone)), question.filter)
  }
}

/// Puts the answer to a question about usage together.
private struct UsageReporter {
  private let service: LedgerService
  private let question: UsageQuestion
  private let calendar: LedgerCalendar
  private let currency: AnswerCurrency
  private let period: Period
  private var ledger: Ledger { service.ledger }
  private var filter: UsageFilter { question.filter }

  init(_ service: LedgerService, _ question: UsageQuestion) throws {
    self.service = service
    self.question = question
    calendar = try service.calendar(question.timezone)
    period = try question.chosenPeriod.period(at: service.now(), calendar)
    currency = try service.currency(named: question.currency, endOf: period, calendar.zone)
  }

  func report(_ current: CurrentSession?) throws -> UsageReport {
    let totals = try ledger.totals(of: period, filter: filter)
    let shown = try ledger.bounded(period, calendar)
    let session = try ledger.sessionLife(filter)
    let (groups, nextGroups) = try groups(of: totals.all.cost)
    let trend = try told(.trend) { try UsageTrend(of: shown, filter, calendar, in: ledger) }
    let (records, nextRecords) = try records()
    return UsageReport(
      period: shown, zone: calendar.zone, currency: currency, totals: totals, session: session,
      current: current, groups: groups, trend: trend, records: records,
      suggestions: try suggestions(whole: totals.all.cost),
      limits: try told(.limits) { try service.limitStates(for: try subject) },
      windows: try told(.limits) { try service.vendorWindows() }, balance: try balance(),
      forecast: try told(.forecast) { try UsageForecast(service, calendar, filter, limitsOf: subject) },
      anomalies: try anomalies(), next: nextGroups ?? nextRecords, warnings: try warnings())
  }

  /// What `part` holds, where it was asked for.
  private func told<T>(_ part: UsagePart, _ content: () throws -> T) throws -> T? {
    question.parts.contains(part) ? try content() : nil
  }

  private func groups(of whole: Money) throws -> (UsageGroups?, next: UsagePosition?) {
    guard !question.groupBy.isEmpty else { return (nil, nil) }
    let groups = try ledger.groups(of: period, filter: filter, by: question.groupBy, calendar: calendar)
    let sorted = question.order.sorted(groups)
    var start = 0
    if case .groups(let count) = question.position { start = min(count, sorted.count) }
    let page = sorted[start..<min(start + question.pageSize, sorted.count)]
    let shares = page.map { UsageShare(group: $0, millionths: $0.totals.cost.millionths(of: whole)) }
    return (
      UsageGroups(keys: question.groupBy, page: shares), page.endIndex < sorted.count ? .groups(page.endIndex) : nil
    )
  }

  private func records() throws -> ([UsageRecord]?, next: UsagePosition?) {
    guard question.parts.contains(.records) else { return (nil, nil) }
    var position: RecordPosition?
    if case .records(let milliseconds, let id) = question.position {
      position = try ledger.position(behind: id, at: milliseconds)
    }
    var records = try ledger.records(of: period, filter: filter, limit: question.pageSize + 1, behind: position)
    var next: UsagePosition?
    if records.count > question.pageSize {
      records.removeLast()
      // A question with groups pages these.
      if question.groupBy.isEmpty, let last = records.last {
        next = .records(milliseconds: last.facts.timestamp.milliseconds, last.id)
      }
    }
    return (try corrected(records), next)
  }

  private func corrected(_ records: [StoredRecord]) throws -> [UsageRecord] {
    try zip(records, ledger.adjustments(of: records)).map { record, adjustments in
      UsageRecord(
        record: record, counted: adjustments.isEmpty ? nil : record.counted, adjustments: adjustments)
    }
  }

  private func suggestions(whole: Money) throws -> [Suggestion]? {
    try told(.suggestions) {
      try UsageReview(service: service, period: period, filter: filter).suggestions(whole: whole)
    }
  }

  private func anomalies() throws -> [Anomaly]? {
    try told(.anomalies) {
      try AnomalySearch(service: service, filter: filter, zone: calendar.zone, now: service.now()).anomalies()
    }
  }

  /// Whose limits and account are told.
  private var subject: LimitSubject {
    get throws { try service.limitSubject(of: filter.texts.filter { !$0.value.isEmpty }) }
  }

  private func balance() throws -> AccountState? {
    guard question.parts.contains(.balance), let user = try subject[.user] else { return nil }
    return try ledger.accountState(ofUser: user)
  }

  /// What the parts asked for miss, as records of the period are archived.
  private func warnings() throws -> [UsageWarning] {
    let waiting = service.logWarnings
    let parts = [UsagePart.records, .suggestions].filter(question.parts.contains)
    guard !parts.isEmpty else { return waiting }
    let calls = try ledger.archivedCalls(of: period, filter: filter)
    return calls == 0 ? waiting : waiting + [.archived(calls: calls, missingIn: parts)]
  }
}

extension Ledger {
  /// Returns `period` with its open ends set to the civil days of the first and the last record.
  func bounded(_ period: Period, _ calendar: LedgerCalendar) throws(LedgerError) -> Period {
    guard period.since == nil || period.until == nil, let recorded = try recordedPeriod() else { return period }
    var period = period
    if period.since == nil, let first = recorded.since {
      period.since = calendar.start(of: .day, containing: first)
    }
    if period.until == nil, let end = recorded.until {
      let last = calendar.start(of: .day, containing: end.adding(milliseconds: -1))
      period.until = calendar.next(.day, after: last)
    }
    return period
  }
}

extension Money {
  /// Returns the millionths of `whole` that this is, rounded to the nearest; 0 of nothing.
  func millionths(of whole: Money) -> Int64 {
    guard whole.picodollars > 0 else { return 0 }
    return Int64(clamping: (picodollars * 2_000_000 / whole.picodollars + 1) / 2)
  }
}
