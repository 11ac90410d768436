import Ledger
import Service
import Testing

/// Calls that an agent has recorded itself, with the provider's id of the response, and that its log tells of too.
@Suite struct LogIntakeRecordedTests {
  let desk: LogIntakeDesk
  private let group = LogGroup(session: "s1", model: "claude-sonnet-4-5")

  init() throws { desk = try LogIntakeDesk() }

  private func line(_ id: String, _ request: String?, output: Int = 100) -> ClaudeLine {
    var line = ClaudeLine()
    (line.id, line.request, line.tokens[4]) = (id, request, output)
    return line
  }

  @Test(arguments: [true, false])
  func `a recorded call and the log's are one, in both orders`(isRecordedFirst: Bool) throws {
    let service = desk.service()
    try desk.write(line("msg_01", "req_01").text + "\n", to: "p/s1.jsonl")
    if isRecordedFirst { try desk.record(service, id: "msg_01") }
    try desk.takeIn(desk.intake(service))
    if !isRecordedFirst { try desk.record(service, id: "msg_01") }
    let sum = try #require(try desk.totals()[group])
    #expect(try desk.requests() == 1)
    #expect(sum.output == 100 && sum.input == 31_314)
  }

  @Test(arguments: [true, false])
  func `the fuller of both is kept, in both orders`(isRecordedFirst: Bool) throws {
    let service = desk.service()
    try desk.write(line("msg_01", "req_01", output: 356).text + "\n", to: "p/s1.jsonl")
    if isRecordedFirst { try desk.record(service, id: "msg_01", tokens: [4, 0, 0, 0, 100]) }
    try desk.takeIn(desk.intake(service))
    if !isRecordedFirst { try desk.record(service, id: "msg_01", tokens: [4, 0, 0, 0, 100]) }
    #expect(try desk.totals().values.map(\.output) == [356])
    #expect(try desk.requests() == 1)
  }

  @Test(arguments: [true, false])
  func `a recorded call meets that of an agent on the side`(isRecordedFirst: Bool) throws {
    let service = desk.service()
    var side = line("msg_01", "req_01")
    side.isSidechain = true
    try desk.write(side.text + "\n", to: "p/s1/subagents/agent-1.jsonl")
    if isRecordedFirst { try desk.record(service, id: "msg_01") }
    try desk.takeIn(desk.intake(service))
    if !isRecordedFirst { try desk.record(service, id: "msg_01") }
    #expect(try desk.requests() == 1)
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func `a recorded call, the log's and a copy on the side are one, in any order`(order: [Int]) throws {
    let service = desk.service()
    let intake = desk.intake(service)
    var copy = line("msg_01", "req_02")
    copy.isSidechain = true
    for step in order {
      switch step {
      case 0: try desk.record(service, id: "msg_01")
      case 1: try desk.write(line("msg_01", "req_01").text + "\n", to: "p/s1.jsonl")
      default: try desk.write(copy.text + "\n", to: "p/s1/subagents/agent-1.jsonl")
      }
      try desk.takeIn(intake)
    }
    #expect(try desk.totals().keys.map(\.session) == ["s1"])
    #expect(try desk.requests() == 1)
    let record = try #require(try service.ledger.records(of: .all, filter: .none, limit: 2).first)
    #expect(record.facts.agent == "claude-code")
  }

  @Test(arguments: [true, false])
  func `of a gateway's calls with one id the recorded one is one of them`(isRecordedFirst: Bool) throws {
    let service = desk.service()
    var other = line("msg_gateway", nil)
    other.session = "s2"
    if isRecordedFirst { try desk.record(service, id: "msg_gateway") }
    try desk.write(line("msg_gateway", nil).text + "\n", to: "p/s1.jsonl")
    try desk.takeIn(desk.intake(service))
    try desk.write(other.text + "\n", to: "p/s2.jsonl")
    try desk.takeIn(desk.intake(service))
    if !isRecordedFirst { try desk.record(service, id: "msg_gateway") }
    #expect(try desk.requests() == 2)
  }
}
