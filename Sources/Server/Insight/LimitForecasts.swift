import CivilTime
import Insight
import JSON
import Ledger
import Service

/// When the limits of days, weeks, months and of everything will be used up.
struct LimitForecasts {
  /// How many days ahead is looked for a limit that never resets.
  private static let daysAhead: Int64 = 31

  private let question: ForecastAnswer
  private let course: UsageCourse
  private let zone: Zone

  /// Takes over what has been read for a question, which serves limits on just that.
  init(_ question: ForecastAnswer, _ course: UsageCourse) throws {
    self.question = question
    self.course = course
    zone = try question.service.limitCalendar().zone
  }

  /// Returns a forecast for each of the limits whose amounts may be known, as far as history tells.
  func answers(_ subject: LimitSubject) throws -> [JSONValue] {
    let service = question.service
    var courses: [UsageFilter: UsageCourse] = [:]
    if zone == question.calendar.zone { courses[question.filter] = course }
    var answers: [JSONValue] = []
    for state in try service.limitStates(for: subject) where service.identity.seesAmounts(of: state.rule) {
      guard let end = Self.end(of: state, question.now), let filter = UsageFilter(of: state.rule.scope) else {
        continue
      }
      let own = try courses[filter] ?? UsageCourse(service, filter, zone, question.now)
      courses[filter] = own
      if let answer = answer(state, until: end, own) { answers.append(answer) }
    }
    return answers
  }

  /// The end of the time that is looked at; nil for windows that slide or hold one call.
  private static func end(of state: LimitState, _ now: Instant) -> Instant? {
    switch state.rule.window {
    case .day, .week, .month: state.resetsAt
    case .total: now.adding(milliseconds: daysAhead * Instant.millisecondsPerDay)
    case .request, .minute, .hour: nil
    }
  }

  private func answer(_ state: LimitState, until end: Instant, _ course: UsageCourse) -> JSONValue? {
    guard let exhaustion = Self.exhaustion(of: state, until: end, course) else { return nil }
    var answer: JSONObject = ["id": .string(state.rule.id)]
    if state.rule.scope != .all { answer.append("scope", .string(state.rule.scope.text)) }
    answer.append("chance", Estimate.figure(exhaustion.chance))
    let times = [
      ("earliest", exhaustion.earliest), ("expected", exhaustion.expected), ("latest", exhaustion.latest),
    ]
    for (name, time) in times {
      if let time { answer.append(name, Answer.time(minute(time), question.calendar.zone)) }
    }
    let text = InsightSentences.exhaustion(state, exhaustion, until: end, question.calendar.zone)
    answer.append("message", .string(text))
    return .object(answer)
  }

  /// Returns in a sentence whether a limit will hold; nil where history does not tell.
  static func sentence(
    of state: LimitState, _ service: LedgerService, _ filter: UsageFilter, _ calendar: LedgerCalendar, _ now: Instant
  ) throws -> String? {
    guard let end = end(of: state, now) else { return nil }
    let course = try UsageCourse(service, filter, calendar.zone, now)
    return exhaustion(of: state, until: end, course).map {
      InsightSentences.exhaustion(state, $0, until: end, calendar.zone)
    }
  }

  private static func exhaustion(of state: LimitState, until end: Instant, _ course: UsageCourse) -> Exhaustion? {
    let metric = state.rule.metric
    let forecast = history(course, metric).forecast(
      until: end, used: figure(state.used, metric), limits: [figure(state.rule.limit, metric)])
    guard case .success(let found) = forecast else { return nil }
    return found.exhaustions.first
  }

  private static func history(_ course: UsageCourse, _ metric: LimitMetric) -> UsageHistory {
    switch metric {
    case .tokens: course.history { $0.tokens }
    case .cost: course.history { $0.cost }
    case .requests: course.history { $0.requests }
    }
  }

  /// A limit's amount for statistics: dollars where it counts picodollars.
  private static func figure(_ amount: Int128, _ metric: LimitMetric) -> Double {
    metric == .cost ? Double(amount) / 1e12 : Double(amount)
  }

  /// Cut to minutes: an estimate knows no seconds.
  private func minute(_ time: Instant) -> Instant {
    Instant(seconds: time.seconds - (time.seconds % 60 + 60) % 60)
  }
}
