import AgentLogs
import CivilTime
import Ledger
import Service
import TestSupport
import Testing

/// Several processes that read the same logs, and work in small steps.
@Suite struct LogIntakeShareTests {
  let desk: LogIntakeDesk

  init() throws { desk = try LogIntakeDesk() }

  private func write(_ numbers: ClosedRange<Int>, to file: String) throws {
    for number in numbers {
      var line = ClaudeLine()
      (line.id, line.request, line.uuid) = ("msg_\(number)", "req_\(number)", "u\(number)")
      try desk.append((line.text + "\n").utf8, to: file)
    }
  }

  @Test func `what another process has read meanwhile is not entered again`() throws {
    for file in 1...3 { try write((file * 10)...(file * 10 + 5), to: "p/s\(file).jsonl") }
    let (one, other) = (desk.intake(), desk.intake())
    try one.look()
    try other.look()
    try desk.finish(one)
    let progress = Set(try desk.service().ledger.logProgress())
    try desk.finish(other)
    #expect(other.report.bySource.isEmpty)
    #expect(Set(try desk.service().ledger.logProgress()) == progress)
    // Nor is it looked for again.
    try other.look()
    #expect(!other.hasWork)
  }

  @Test func `a process goes on from where another has read to`() throws {
    try write(1...3, to: "p/s1.jsonl")
    let (one, other) = (desk.intake(), desk.intake())
    try other.look()
    try desk.takeIn(one)
    try write(4...6, to: "p/s1.jsonl")
    try desk.takeIn(one)
    try write(7...9, to: "p/s1.jsonl")
    try desk.takeIn(other)
    #expect(other.report.total.added == 3 && other.report.total.repeated == 0)
    #expect(try desk.requests() == 9)
    try desk.takeIn(one)
    #expect(one.report.total.added == 6 && one.report.total.repeated == 0)
  }

  @Test func `a long stretch is entered in steps, and each of them stays`() throws {
    try write(1...30, to: "p/s1.jsonl")
    let intake = desk.intake()
    try intake.look()
    var seen: Set<Int64> = []
    while intake.hasWork {
      try intake.work(milliseconds: 0)
      seen.insert(try desk.requests())
      #expect(intake.completeSince == nil || intake.hasWork)
    }
    #expect(seen.isSuperset(of: [1, 2, 15, 29, 30]))
    #expect(try desk.service().ledger.logProgress().map(\.calls) == [30])
  }

  @Test func `a process that ends amid a stretch leaves the rest to the next`() throws {
    try write(1...30, to: "p/s1.jsonl")
    let ended = desk.intake()
    try ended.look()
    var count: Int64 = 0
    while count < 12 {
      try ended.work(milliseconds: 0)
      count = try desk.requests()
    }
    #expect(count == 12)
    let next = try desk.takeIn()
    #expect(next.report.total.added == Int(30 - count))
    #expect(try desk.requests() == 30)
    #expect(try desk.service().ledger.logProgress().map(\.calls) == [30])
    // The first goes on, and finds that there is nothing left.
    try desk.finish(ended)
    #expect(try desk.requests() == 30)
  }

  @Test func `the moment since which all is taken in is never later than what waits`() throws {
    for number in 1...6 {
      try write((number * 10)...(number * 10 + 1), to: "p/s\(number).jsonl")
      try desk.age("p/s\(number).jsonl", seconds: 1_790_000_000 + number)
    }
    let intake = desk.intake()
    try intake.look()
    var since = intake.completeSince
    #expect(since?.seconds == 1_790_000_006)
    while let waiting = intake.completeSince {
      #expect(waiting <= since ?? waiting)
      since = waiting
      let done = try desk.service().ledger.logProgress().filter { $0.size > 0 }.map(\.modifiedNanoseconds)
      #expect(!done.contains(waiting.milliseconds * 1_000_000))
      #expect(intake.hasWork && intake.waitingBytes > 0)
      try intake.work(milliseconds: 0)
    }
    #expect(!intake.hasWork && intake.waitingBytes == 0)
    #expect(try desk.requests() == 12)
  }

  @Test func `a ledger that was deleted while it was open is filled anew`() throws {
    try write(1...3, to: "p/s1.jsonl")
    let service = desk.service()
    let intake = try desk.takeIn(desk.intake(service))
    try desk.deleteLedger()
    try desk.takeIn(intake)
    #expect(try desk.requests() == 3)
  }
}
