import CivilTime
import JSON
import Ledger
import Pricing
import Service

/// A report about usage as JSON: the answer of `get_usage`.
struct UsageDocument {
  private let report: UsageReport
  private let service: LedgerService
  private let cursor: (UsagePosition) -> String
  private var currency: AnswerCurrency { report.currency }
  private var zone: Zone { report.zone }

  /// Takes a report of a service.
  ///
  /// - Parameter cursor: Returns the text by which the next page is asked for.
  init(_ report: UsageReport, of service: LedgerService, cursor: @escaping (UsagePosition) -> String) {
    (self.report, self.service, self.cursor) = (report, service, cursor)
  }

  /// The whole answer.
  var object: JSONObject {
    var answer: JSONObject = [
      "period": .object(PeriodDocument.object(report.period, zone)), "totals": totals,
    ]
    currency.append(to: &answer)
    if report.session != nil || report.current != nil { answer.append("session", session) }
    if let groups = report.groups { append(groups, to: &answer) }
    if let trend = report.trend { answer.append("trend", self.trend(trend)) }
    if let records = report.records { append(records, to: &answer) }
    if let suggestions = report.suggestions {
      answer.append("suggestions", .array(suggestions.map { SuggestionDocument.value($0, in: currency) }))
    }
    if let limits = report.limits { answer.append("limits", .array(limits.map(limit))) }
    if let windows = report.windows, !windows.isEmpty { answer.append("vendor_windows", Answer.windows(windows, zone)) }
    if let balance = report.balance { answer.append("balance", Answer.balance(balance)) }
    if let forecast = report.forecast {
      answer.append("forecast", .object(ForecastDocument(forecast, zone, currency).object))
    }
    if let anomalies = report.anomalies { answer.append("anomalies", AnomalyDocument.list(anomalies, zone)) }
    if !report.warnings.isEmpty {
      answer.append("warnings", .array(report.warnings.map { .string($0.sentence) }))
    }
    return answer
  }

  /// Without `by_kind` where all of it is priced by the catalog.
  private var totals: JSONValue {
    let totals = report.totals
    var cost = Answer.cost(of: totals.all, in: currency)
    if totals.byKind.keys.contains(where: { $0 != .catalog }) {
      cost.append("by_kind", .object(byKind(totals.byKind)))
    }
    return [
      "requests": Answer.integer(totals.all.requests), "sessions": Answer.integer(totals.sessions),
      "tokens": Answer.tokens(totals.all.tokens), "cost": .object(cost),
    ]
  }

  /// The parts of the amount; they add up to it.
  private func byKind(_ kinds: [CostKind: Totals]) -> JSONObject {
    let priced = CostKind.allCases.filter { $0 != .unpriced && kinds[$0] != nil }
    let amounts = currency.amounts(ofParts: priced.map { kinds[$0]?.cost ?? .zero })
    var object = JSONObject()
    for (kind, amount) in zip(priced, amounts) { object.append(kind.name, amount) }
    if let totals = kinds[.unpriced] {
      let (requests, tokens) = (Answer.integer(totals.requests), Answer.integer(totals.tokens.total))
      object.append(CostKind.unpriced.name, ["requests": requests, "tokens": tokens])
    }
    return object
  }

  private var session: JSONValue {
    var session = JSONObject()
    if let current = report.current {
      session.append("id", .string(current.name))
      session.append("message", .string(current.sentence))
    }
    guard let life = report.session else { return .object(session) }
    session.append("began_at", Answer.time(life.began, zone))
    session.append("last_at", Answer.time(life.last, zone))
    if let ended = life.ended { session.append("ended_at", Answer.time(ended, zone)) }
    session.append("messages", Answer.integer(life.messages))
    return .object(session)
  }

  private func append(_ groups: UsageGroups, to answer: inout JSONObject) {
    answer.append("groups", .array(groups.page.map { group($0, groups.keys) }))
    if let next = report.next { answer.append("next_cursor", .string(cursor(next))) }
  }

  /// A dimension that the records of a group do not have is `(none)`.
  private func group(_ share: UsageShare, _ keys: [GroupKey]) -> JSONValue {
    let (group, totals) = (share.group, share.group.totals)
    var key = JSONObject()
    for (name, text) in zip(keys, group.key) { key.append(name.name, .string(text.isEmpty ? AbsentName.text : text)) }
    var answer: JSONObject = ["key": .object(key), "requests": Answer.integer(totals.requests)]
    if let sessions = group.sessions { answer.append("sessions", Answer.integer(sessions)) }
    answer.append("tokens", Answer.tokens(totals.tokens))
    answer.append("cost", .object(Answer.cost(of: totals, in: currency)))
    answer.append("share", Answer.fraction(share.millionths, places: 6))
    return .object(answer)
  }

  private func trend(_ trend: UsageTrend) -> JSONValue {
    ["interval": .string(trend.interval.rawValue), "points": .array(trend.points.map(point))]
  }

  private func point(_ point: UsagePoint) -> JSONValue {
    [
      "start": Answer.time(point.start, zone), "requests": Answer.integer(point.totals.requests),
      "tokens": Answer.tokens(point.totals.tokens),
      "cost": .object(Answer.cost(of: point.totals, in: currency)),
    ]
  }

  private func append(_ records: [UsageRecord], to answer: inout JSONObject) {
    let rows = records.map {
      RecordDocument.row($0.record, zone, in: currency, counted: $0.counted, adjustments: $0.adjustments)
    }
    answer.append("records", .array(rows.map(JSONValue.object)))
    guard report.groups == nil, let next = report.next else { return }
    answer.append("next_cursor", .string(cursor(next)))
  }

  private func limit(_ state: LimitState) -> JSONValue {
    Answer.limit(state, service.settings.limits, zone, for: service.identity)
  }
}

/// The ends of a period as JSON.
enum PeriodDocument {
  /// Returns the ends that there are, in a zone, and its name.
  static func object(_ period: Period, _ zone: Zone) -> JSONObject {
    var object = JSONObject()
    if let since = period.since { object.append("since", Answer.time(since, zone)) }
    if let until = period.until { object.append("until", Answer.time(until, zone)) }
    object.append("timezone", .string(zone.identifier))
    return object
  }
}
