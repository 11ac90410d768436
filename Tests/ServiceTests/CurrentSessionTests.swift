import CivilTime
import Ledger
import Pricing
import TestSupport
import Testing

@testable import Service

/// How the session of whoever asks is found.
struct CurrentSessionTests {
  /// A desk in the folder `/home/ada/app`, whose environment names a session or none.
  private static func desk(_ environment: [String: String] = [:]) throws -> Desk {
    try Desk { $0.place = AskerPlace(environment: environment, folder: "/home/ada/app") }
  }

  private static func record(_ session: String, in project: String, minutesAgo: Int64, _ desk: Desk) throws {
    var facts = CallFacts(
      userID: "ada", source: "claude-code", model: "gpt-4o", usage: Usage(disjoint: [(.input, 10)]),
      timestamp: desk.now.adding(milliseconds: 0 - minutesAgo * 60_000))
    (facts.sessionID, facts.projectID) = (session, project)
    try desk.record(UsageDraft(facts: facts, requestID: "\(session)\(minutesAgo)"))
  }

  @Test func `a variable of the host names it`() throws {
    let desk = try Self.desk(["CLAUDE_CODE_SESSION_ID": "s1"])
    #expect(
      try desk.service.currentSession()
        == CurrentSession(name: "s1", proof: .variable("CLAUDE_CODE_SESSION_ID")))
    #expect(throws: CurrentSessionError.self) {
      try Self.desk(["CLAUDE_CODE_SESSION_ID": " "]).service.currentSession()
    }
  }

  @Test func `otherwise it is the newest in the project, where no other is as new`() throws {
    let desk = try Self.desk()
    try Self.record("old", in: "app", minutesAgo: 60, desk)
    try Self.record("mine", in: "app", minutesAgo: 2, desk)
    try Self.record("elsewhere", in: "shop", minutesAgo: 1, desk)
    #expect(
      try desk.service.currentSession()
        == CurrentSession(name: "mine", proof: .newest(source: "claude-code", project: "app")))
  }

  @Test func `of two that are as new, both are told, the newest first`() throws {
    let desk = try Self.desk()
    try Self.record("a", in: "app", minutesAgo: 4, desk)
    try Self.record("b", in: "app", minutesAgo: 2, desk)
    let error = try #require(throws: CurrentSessionError.self) { try desk.service.currentSession() }
    #expect(error.candidates.map(\.name) == ["b", "a"])
  }

  @Test func `what was long ago, or nobody has logged, is no candidate`() throws {
    let desk = try Self.desk()
    try Self.record("old", in: "app", minutesAgo: 13 * 60, desk)
    let error = try #require(throws: CurrentSessionError.self) { try desk.service.currentSession() }
    #expect(error.candidates.isEmpty)
  }

  @Test func `a report of the current session says which it is, over all its time`() throws {
    let desk = try Self.desk(["CODEX_THREAD_ID": "s1"])
    try Self.record("s1", in: "app", minutesAgo: 60 * 24 * 60, desk)
    var question = UsageQuestion()
    question.filter.texts[.sessionID] = "current"
    let report = try desk.service.usage(question)
    #expect(report.totals.all.requests == 1)
    #expect(report.current?.name == "s1")
  }
}
