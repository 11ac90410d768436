import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service

/// The parts of an answer about usage.
enum UsageAnswer {
  /// The ends of the period, in its zone; those of `all` are the days of the first and the last record.
  static func period(
    _ period: Period, _ calendar: LedgerCalendar, _ service: LedgerService
  ) throws -> JSONObject {
    let shown = try bounded(period, calendar, service)
    var object = JSONObject()
    if let since = shown.since { object.append("since", Answer.time(since, calendar.zone)) }
    if let until = shown.until { object.append("until", Answer.time(until, calendar.zone)) }
    object.append("timezone", .string(calendar.zone.identifier))
    return object
  }

  /// What the records add up to; without `by_kind` where all of it is priced by the catalog.
  static func totals(_ totals: UsageTotals, in currency: AnswerCurrency) -> JSONValue {
    var cost = Answer.cost(of: totals.all, in: currency)
    if totals.byKind.keys.contains(where: { $0 != .catalog }) {
      cost.append("by_kind", .object(byKind(totals.byKind, in: currency)))
    }
    return [
      "requests": Answer.integer(totals.all.requests), "sessions": Answer.integer(totals.sessions),
      "tokens": Answer.tokens(totals.all.tokens), "cost": .object(cost),
    ]
  }

  /// A group with its share of the whole cost; a dimension that its records do not have is `(none)`.
  static func group(
    _ group: UsageGroup, _ keys: [GroupKey], whole: Money, in currency: AnswerCurrency
  ) -> JSONValue {
    var key = JSONObject()
    for (name, text) in zip(keys, group.key) { key.append(name.name, .string(text.isEmpty ? AbsentName.text : text)) }
    var answer: JSONObject = ["key": .object(key), "requests": Answer.integer(group.totals.requests)]
    if let sessions = group.sessions { answer.append("sessions", Answer.integer(sessions)) }
    answer.append("tokens", Answer.tokens(group.totals.tokens))
    answer.append("cost", .object(Answer.cost(of: group.totals, in: currency)))
    answer.append("share", Answer.share(group.totals.cost, of: whole))
    return .object(answer)
  }

  /// When a session began and was last used, and its end where it was told.
  static func session(_ life: SessionLife, _ zone: Zone) -> JSONValue {
    var session: JSONObject = ["began_at": Answer.time(life.began, zone), "last_at": Answer.time(life.last, zone)]
    if let ended = life.ended { session.append("ended_at", Answer.time(ended, zone)) }
    session.append("messages", Answer.integer(life.messages))
    return .object(session)
  }

  /// Usage over time: by hour up to two days, by day up to ninety-two, otherwise by month. Times without usage are left
  /// out.
  static func trend(
    _ period: Period, _ filter: UsageFilter, _ calendar: LedgerCalendar, _ service: LedgerService,
    in currency: AnswerCurrency
  ) throws -> JSONValue {
    let shown = try bounded(period, calendar, service)
    let unit = interval(of: shown, calendar)
    guard isDrawable(shown) else {
      throw ToolFailure(
        message:
          "A `trend` shows at most \(longestTrend) years. Give a later `since`, or an earlier `until`, to narrow the period."
      )
    }
    let points = try service.ledger.trend(of: shown, filter: filter, unit: unit, calendar: calendar)
    let busy = points.filter { $0.totals != .zero }
    return [
      "interval": .string(unit.rawValue), "points": .array(busy.map { point($0, calendar.zone, in: currency) }),
    ]
  }

  private static func point(_ point: UsagePoint, _ zone: Zone, in currency: AnswerCurrency) -> JSONValue {
    [
      "start": Answer.time(point.start, zone), "requests": Answer.integer(point.totals.requests),
      "tokens": Answer.tokens(point.totals.tokens),
      "cost": .object(Answer.cost(of: point.totals, in: currency)),
    ]
  }

  /// The parts of the amount; they add up to it.
  private static func byKind(_ kinds: [CostKind: Totals], in currency: AnswerCurrency) -> JSONObject {
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

  /// Open ends are set to the civil days of the first and the last record.
  private static func bounded(
    _ period: Period, _ calendar: LedgerCalendar, _ service: LedgerService
  ) throws -> Period {
    guard period.since == nil || period.until == nil,
      let recorded = try service.ledger.recordedPeriod()
    else { return period }
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

  /// How many years a trend may show, month by month.
  private static let longestTrend: Int64 = 100

  private static func isDrawable(_ period: Period) -> Bool {
    guard let since = period.since, let until = period.until else { return true }
    return (until.milliseconds - since.milliseconds) / Instant.millisecondsPerDay <= longestTrend * 366
  }

  private static func interval(of period: Period, _ calendar: LedgerCalendar) -> TimeUnit {
    guard let since = period.since, let until = period.until else { return .month }
    if until <= end(ofDays: 2, from: since, calendar.zone) { return .hour }
    return until <= end(ofDays: 92, from: since, calendar.zone) ? .day : .month
  }

  /// The end of that many days of 24 hours, or of civil days where these are longer: clocks may change.
  private static func end(ofDays count: Int, from since: Instant, _ zone: Zone) -> Instant {
    let date = zone.date(at: since)
    let plain = since.adding(milliseconds: Int64(count) * Instant.millisecondsPerDay)
    guard zone.start(of: date) == since else { return plain }
    return max(plain, zone.start(of: date.adding(days: count)))
  }
}
