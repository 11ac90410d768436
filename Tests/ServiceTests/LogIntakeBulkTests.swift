import AgentLogs
import Ledger
import Posix
import Service
import TestSupport
import Testing

/// More logs than are read at once.
@Suite struct LogIntakeBulkTests {
  /// Writes files of so many bytes each, with a call in each part of some 100 KB, and returns what they add up to.
  private func write(files: Int, bytes: Int, to desk: LogIntakeDesk) throws -> [LogGroup: LogSum] {
    let talk =
      #"{"type":"user","message":{"role":"user","content":""# + String(repeating: "talk ", count: 20_000) + "\"}}\n"
    var truth: [LogGroup: LogSum] = [:]
    for file in 1...files {
      var text: [UInt8] = []
      var number = 0
      while text.count < bytes {
        number += 1
        var line = ClaudeLine()
        (line.id, line.request, line.session) = ("msg_\(file)_\(number)", "req_\(file)_\(number)", "s\(file)")
        line.tokens = [file, 0, 0, 0, number]
        text += talk.utf8
        text += (line.text + "\n").utf8
        truth[LogGroup(session: "s\(file)", model: line.model), default: LogSum()].addCall(input: file, output: number)
      }
      try desk.logs.write(text, to: "projects/p/s\(file).jsonl")
    }
    return truth
  }

  @Test func `many megabytes are the same as the sum of their files, however long the steps`() throws {
    for milliseconds: Int64 in [0, 7, 100_000] {
      let desk = try LogIntakeDesk()
      let truth = try write(files: 9, bytes: 1_500_000, to: desk)
      let intake = try desk.takeIn(milliseconds: milliseconds)
      #expect(try desk.totals() == truth)
      #expect(intake.report.total.added == Int(truth.values.reduce(0) { $0 + $1.requests }))
      #expect(intake.report.total.repeated == 0)
    }
  }

  @Test func `a file of many stretches is one file`() throws {
    let desk = try LogIntakeDesk()
    let truth = try write(files: 1, bytes: 9_000_000, to: desk)
    try desk.takeIn()
    #expect(try desk.totals() == truth)
  }

  @Test func `no more is read ahead than some megabytes`() throws {
    let desk = try LogIntakeDesk()
    let gate = Gate()
    gate.open()
    let intake = LogIntake(
      desk.service(), sources: [SlowDocument(gate: gate)], home: desk.home,
      monotonicMilliseconds: StepClock().milliseconds)
    for number in 1...20 {
      try desk.logs.write([UInt8](repeating: 0x20, count: 1_500_000), to: "projects/\(number).json")
    }
    try intake.look()
    while intake.hasWork {
      try intake.work(milliseconds: 0)
      let tally = intake.report.total
      // Five are as much as is read ahead, and one is begun when another is entered.
      #expect(gate.readings <= tally.added + tally.repeated + 6)
    }
    #expect(gate.readings == 20)
  }

  @Test func `a document that takes long holds nobody up, and nobody is kept from writing meanwhile`() throws {
    let desk = try LogIntakeDesk()
    let service = desk.service()
    try service.ledger.open()
    let gate = Gate()
    let intake = LogIntake(
      service, sources: [SlowDocument(gate: gate)], home: desk.home, monotonicMilliseconds: StepClock().milliseconds)
    try desk.write("{}", to: "p/slow.json")
    for _ in 0..<3 { intake.catchUp(milliseconds: 5) }
    #expect(intake.hasWork && intake.completeSince != nil)
    #expect(!service.ledger.hasWritten)
    try desk.record(desk.service(), id: "msg_1")
    gate.open()
    try desk.finish(intake)
    #expect(try desk.requests() == 2)
    #expect(gate.readings == 1)
  }
}

extension LogSum {
  fileprivate mutating func addCall(input: Int, output: Int) {
    requests += 1
    self.input += Int64(input)
    self.output += Int64(output)
    picodollars += Int128(input) * 3_000_000 + Int128(output) * 15_000_000
  }
}

/// A place where others wait until it is open.
final class Gate: Sendable {
  private let state = SharedValue((isOpen: false, readings: 0))

  var readings: Int { state.with { $0.readings } }
  func open() { state.with { $0.isOpen = true } }

  func pass() {
    state.with { $0.readings += 1 }
    _ = state.wait(milliseconds: 60_000) { $0.isOpen ? true : nil }
  }
}

/// Documents that are read only once a gate is open.
private struct SlowDocument: DocumentSource {
  let gate: Gate
  let name = "slow"

  func roots(of home: LogHome) -> [String] { ["\(home.environment["CLAUDE_CONFIG_DIR"] ?? "")/projects"] }
  func isLog(_ path: String) -> Bool { path.hasSuffix(".json") }

  func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    gate.pass()
    findings.add(LoggedCall.sample)
  }
}
