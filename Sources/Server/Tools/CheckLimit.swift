import JSON
import Service

/// `check_limit`: may a call go ahead?
struct CheckLimit: LedgerTool {
  static let name = "check_limit"
  static let restsOnLogs = true
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    var question = LimitQuestion()
    question.plan = try arguments.callPlan(service)
    let seconds = try arguments.number(.reserveSeconds, upTo: 86_400)
    if arguments.flag(.reserve) { question.holdsForSeconds = seconds ?? LimitQuestion.usualSeconds }
    question.releases = try arguments.text(.release)
    return LimitDocument(try service.check(question)).object
  }
}
