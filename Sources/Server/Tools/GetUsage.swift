import CivilTime
import JSON
import Ledger
import MCP
import Service

/// `get_usage`: what was used and spent in a period.
struct GetUsage: LedgerTool {
  static let name = "get_usage"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let period = try PeriodArguments(arguments, service: service)
    let question = UsageQuestion(
      service: service, arguments: arguments, period: period.period, calendar: period.calendar,
      currency: try service.currency(named: try arguments.text(.currency), endOf: period.period, period.calendar.zone),
      filter: try Self.filter(arguments), keys: try Self.keys(arguments),
      limit: Int(try arguments.number(.pageSize, upTo: 1_000) ?? 20), cursor: try PageCursor(arguments))
    let extras = Set(try arguments.texts(.include))
    return try service.ledger.consistently { try question.answer(including: extras) }
  }

  private static func filter(_ arguments: Arguments) throws -> UsageFilter {
    var texts: [Dimension: String] = [:]
    for dimension in Dimension.allCases {
      if let text = try arguments.dimension(dimension) { texts[dimension] = text }
    }
    return UsageFilter(texts: texts)
  }

  private static func keys(_ arguments: Arguments) throws -> [GroupKey] {
    var keys: [GroupKey] = []
    for name in try arguments.texts(.groupBy) {
      guard let key = GroupKey(name: name) else { throw unknownKey(name) }
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  private static func unknownKey(_ name: String) -> ToolFailure {
    let known = Dimension.allCases.map(\.rawValue) + TimeUnit.allCases.map(\.rawValue)
    return ToolFailure(message: "\"\(name)\" cannot be grouped by. Give any of \(known.joined(separator: ", ")).")
  }
}

/// A question about usage, ready to be asked.
private struct UsageQuestion {
  let service: LedgerService
  let arguments: Arguments
  let period: Period
  let calendar: LedgerCalendar
  let currency: AnswerCurrency
  let filter: UsageFilter
  let keys: [GroupKey]
  let limit: Int
  let cursor: PageCursor?

  func answer(including extras: Set<String>) throws -> JSONObject {
    let totals = try service.ledger.totals(of: period, filter: filter)
    var answer: JSONObject = [
      "period": .object(try UsageAnswer.period(period, calendar, service)),
      "totals": UsageAnswer.totals(totals, in: currency),
    ]
    currency.append(to: &answer)
    if let life = try service.ledger.sessionLife(filter) {
      answer.append("session", UsageAnswer.session(life, calendar.zone))
    }
    if keys.isEmpty, !extras.contains("records"), cursor != nil {
      throw ToolFailure(message: "Argument `cursor` pages groups or records; ask for `group_by` or include `records`.")
    }
    if !keys.isEmpty { try addGroups(to: &answer, whole: totals.all) }
    if extras.contains("trend") {
      answer.append("trend", try UsageAnswer.trend(period, filter, calendar, service, in: currency))
    }
    if extras.contains("records") { try addRecords(to: &answer) }
    if extras.contains("suggestions") {
      let review = UsageReview(service: service, period: period, filter: filter)
      let suggestions = try review.suggestions(whole: totals.all.cost)
      answer.append("suggestions", .array(suggestions.map { $0.answer(in: currency) }))
    }
    if extras.contains("limits") { answer.append("limits", .array(try limits())) }
    if extras.contains("balance"), let balance = try balance() { answer.append("balance", balance) }
    if extras.contains("forecast") {
      let forecast = ForecastAnswer(service, calendar, filter, currency)
      answer.append("forecast", .object(try forecast.answer(try service.limitSubject(arguments))))
    }
    if extras.contains("anomalies") {
      let search = AnomalySearch(service: service, filter: filter, zone: calendar.zone, now: service.now())
      answer.append("anomalies", AnomalyAnswer.list(try search.anomalies(), calendar.zone))
    }
    let missing = try missing(for: extras)
    if !missing.isEmpty { answer.append("warnings", .array(missing.map(JSONValue.string))) }
    return answer
  }

  /// What the parts asked for cannot show, as records of the period are archived.
  private func missing(for extras: Set<String>) throws -> [String] {
    let parts = ["records", "suggestions"].filter(extras.contains)
    guard !parts.isEmpty else { return [] }
    let calls = try service.ledger.archivedCalls(of: period, filter: filter)
    return calls == 0 ? [] : [LedgerSentences.archived(calls: calls, missingIn: parts)]
  }

  private func addGroups(to answer: inout JSONObject, whole: Totals) throws {
    let groups = try service.ledger.groups(of: period, filter: filter, by: keys, calendar: calendar)
    let sorted = try order().sorted(groups)
    var start = 0
    if let cursor {
      guard case .groups(let offset) = cursor else {
        throw ToolFailure(message: "Argument `cursor` pages records, but this question is grouped. Leave it out.")
      }
      start = min(offset, sorted.count)
    }
    let page = sorted[start..<min(start + limit, sorted.count)]
    answer.append("groups", .array(page.map { UsageAnswer.group($0, keys, whole: whole.cost, in: currency) }))
    if page.endIndex < sorted.count {
      answer.append("next_cursor", .string(PageCursor.groups(page.endIndex).text(for: arguments)))
    }
  }

  private func addRecords(to answer: inout JSONObject) throws {
    var position: RecordPosition?
    if keys.isEmpty, let cursor {
      guard case .records(let milliseconds, let id) = cursor else {
        throw ToolFailure(message: "Argument `cursor` pages groups, but this question has no group_by. Leave it out.")
      }
      position = try service.ledger.position(behind: id, at: milliseconds)
    }
    var records = try service.ledger.records(of: period, filter: filter, limit: limit + 1, behind: position)
    let hasMore = records.count > limit
    if hasMore { records.removeLast() }
    let rows = try rows(of: records)
    answer.append("records", .array(rows))
    if hasMore, keys.isEmpty, let last = records.last {
      let cursor = PageCursor.records(milliseconds: last.facts.timestamp.milliseconds, last.id)
      answer.append("next_cursor", .string(cursor.text(for: arguments)))
    }
  }

  /// Records as they were entered, each with what people have corrected.
  private func rows(of records: [StoredRecord]) throws -> [JSONValue] {
    let ledger = service.ledger
    return try zip(records, ledger.adjustments(of: records)).map { record, adjustments in
      let counted = adjustments.isEmpty ? nil : record.counted
      return .object(
        RecordDocument.row(record, calendar.zone, in: currency, counted: counted, adjustments: adjustments))
    }
  }

  private func order() throws -> UsageOrder {
    try arguments.text(.orderBy).flatMap(UsageOrder.init(rawValue:)) ?? .cost
  }

  /// What is left in the account of the user asked about; nil for one without an account.
  private func balance() throws -> JSONValue? {
    guard let user = try service.limitSubject(arguments)[.user] else { return nil }
    return try service.ledger.accountState(ofUser: user)
      .map(Answer.balance)
  }

  private func limits() throws -> [JSONValue] {
    try service.limitStates(for: try service.limitSubject(arguments)).map {
      Answer.limit($0, service.settings.limits, calendar.zone, for: service.identity)
    }
  }
}
