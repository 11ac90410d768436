import CivilTime
import Insight
import JSON
import Ledger

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
      guard let end = end(of: state), let filter = Self.filter(of: state.rule.scope) else { continue }
      let own = try courses[filter] ?? UsageCourse(service, filter, zone, question.now)
      courses[filter] = own
      if let answer = answer(state, until: end, own) { answers.append(answer) }
    }
    return answers
  }

  /// The end of the time that is looked at; nil for windows that slide or hold one call.
  private func end(of state: LimitState) -> Instant? {
    switch state.rule.window {
    case .day, .week, .month: state.resetsAt
    case .total: question.now.adding(milliseconds: Self.daysAhead * 86_400_000)
    case .request, .minute, .hour: nil
    }
  }

  /// The usage that a limit counts; nil where no filter finds it, as for the catalog's name of a model.
  private static func filter(of scope: LimitScope) -> UsageFilter? {
    guard case .one(let dimension, let name) = scope else { return scope == .all ? UsageFilter.none : nil }
    switch dimension {
    case .user: return UsageFilter(texts: [.userID: name])
    case .session: return UsageFilter(texts: [.sessionID: name])
    case .project: return UsageFilter(texts: [.projectID: name])
    case .agent: return UsageFilter(texts: [.agent: name])
    case .provider: return UsageFilter(texts: [.provider: name])
    case .model: return nil
    }
  }

  private func answer(_ state: LimitState, until end: Instant, _ course: UsageCourse) -> JSONValue? {
    let metric = state.rule.metric
    let forecast = Self.history(course, metric).forecast(
      until: end, used: Self.figure(state.used, metric), limits: [Self.figure(state.rule.limit, metric)])
    guard case .success(let found) = forecast, let exhaustion = found.exhaustions.first else { return nil }
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
