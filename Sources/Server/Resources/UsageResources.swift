import CivilTime
import JSON
import Ledger
import MCP
import Service

/// The resources that show usage; each is what `get_usage` would answer.
struct UsageResources {
  let service: LedgerService

  /// The totals of a period by word, split by model, agent and day.
  func summary(_ period: String) throws -> JSONObject {
    let question: JSONObject = ["period": .string(period)]
    var answer = try ask(question)
    for key in ["model", "agent", "user_id"] {
      var split = question
      split["group_by"] = [.string(key)]
      split["page_size"] = 10
      answer["by_\(key)"] = try ask(split)["groups"]
    }
    return answer
  }

  /// A user's totals over the last days, by model.
  func user(_ name: String, days: Int) throws -> JSONObject {
    try ask(["user_id": .string(name), "group_by": ["model"]], days: days)
  }

  /// A session's totals, by model.
  func session(_ name: String) throws -> JSONObject {
    try ask(["period": "all", "session_id": .string(name), "group_by": ["model"]])
  }

  /// Totals by model over the last days.
  func byModel(days: Int) throws -> JSONObject { try ask(["group_by": ["model"], "page_size": 100], days: days) }

  /// The newest records of the last days, each with everything that is kept of it.
  func records(days: Int, limit: Int) throws -> JSONObject {
    let newest = try service.newestRecords(days: days, limit: limit)
    let documents = newest.records.map {
      RecordDocument(record: $0.record, keys: $0.keys, adjustments: $0.adjustments, zone: newest.zone)
    }
    var answer: JSONObject = [
      "period": .object(PeriodDocument.object(newest.period, newest.zone)),
      "records": .array(documents.map { .object($0.object) }),
    ]
    if !newest.warnings.isEmpty {
      answer.append("warnings", .array(newest.warnings.map { .string($0.sentence) }))
    }
    return answer
  }

  /// How much is used of each limit that holds for whose ledger it is, and whether another call may go ahead.
  func limits() throws -> JSONObject {
    let verdict = try service.check(LimitQuestion())
    let document = LimitDocument(verdict)
    var answer = document.decision
    answer.append("limits", document.limits)
    answer.append("alerts", .array(try alerts(verdict)))
    if let balance = document.balance { answer.append("balance", balance) }
    return answer
  }

  /// The limits near or passed of which somebody was told, and when.
  private func alerts(_ verdict: LimitVerdict) throws -> [JSONValue] {
    try service.standingAlerts(verdict.limits.map(\.state)).map { alert, time in
      [
        "id": .string(alert.state.rule.id), "scope": .string(alert.state.rule.scope.text),
        "level": .string(alert.level.rawValue), "at": Answer.time(time, verdict.zone),
        "message": .string(AlertSentences.text(alert, in: verdict.zone, for: service.identity)),
      ]
    }
  }

  private func ask(_ question: JSONObject, days: Int) throws -> JSONObject {
    let calendar = try service.calendar(nil)
    let period = Period.days(days, endingAt: service.now(), calendar)
    var question = question
    question["since"] = period.since.map { Answer.time($0, calendar.zone) }
    question["until"] = period.until.map { Answer.time($0, calendar.zone) }
    return try ask(question)
  }

  private func ask(_ question: JSONObject) throws -> JSONObject {
    try GetUsage(service).call(Arguments(question, of: service.identity))
  }
}
