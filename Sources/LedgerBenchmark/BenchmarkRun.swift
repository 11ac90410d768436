import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Server
import Service

/// The measurements, each over a ledger in a temporary folder that is removed at the end.
struct BenchmarkRun {
  /// How many records the large ledger holds.
  let records: Int

  func run() throws {
    try TemporaryFolder.with { folder in
      let service = BenchmarkService.service(in: folder)
      let session = BenchmarkService.session(service)
      try measurePricing(service)
      try TokenBenchmark.run()
      measureRecording(session)
      measureQuestions(session, "with few records")
      try LimitBenchmark(service: service, size: "few records").run()
      try fill(service.ledger)
      ReadBenchmark(session: session, size: "with \(records) more").run()
      measureQuestions(session, "with \(records) more")
      try LimitBenchmark(service: service, size: "\(records) records").run()
      try measureOneUser(BenchmarkService.service(in: folder, onlyUser: "user-3"))
    }
  }

  /// Makes the large ledger in `folder`, for other programs to ask.
  func make(in folder: String) throws {
    try fill(BenchmarkService.service(in: folder).ledger)
  }

  /// Asks the ledger in `folder`.
  static func read(_ folder: String) {
    ReadBenchmark(session: BenchmarkService.session(BenchmarkService.service(in: folder)), size: folder).run()
  }

  /// What it costs to hold a server to one user, and to tell that user's changes from others'.
  private func measureOneUser(_ service: LedgerService) throws {
    let session = BenchmarkService.session(service)
    measure(session, "get_usage", ["period": "all", "group_by": ["model"]], "of one user among eight")
    try Stopwatch.measure("look for changes of one user", count: 1_000) {
      for _ in 0..<1_000 { _ = try service.ledger.changesOfOnlyUser() }
    }
  }

  private func measurePricing(_ service: LedgerService) throws {
    guard let model = try service.prices.resolve("claude-sonnet-4-5") else { return }
    var usage = Usage()
    usage[.input] = 1_200
    usage[.cacheRead] = 9_000
    usage[.cacheWrite] = 1_800
    usage[.output] = 640
    let conditions = PricingConditions(at: BenchmarkService.now)
    try Stopwatch.measure("price one call", count: 10_000) {
      for _ in 0..<10_000 { _ = try model.cost(of: usage, under: conditions) }
    }
  }

  private func measureRecording(_ session: Session) {
    var number = 0
    let batch = 250
    Stopwatch.measure("record_usage, pipelined", count: batch * 20) {
      for _ in 0..<20 {
        let lines = (0..<batch).map { _ in
          number += 1
          return BenchmarkService.call("record_usage", Self.record(number))
        }
        _ = session.receive(lines)
      }
    }
    Stopwatch.measure("record_usage, one durable record", count: 50) {
      for _ in 0..<50 {
        number += 1
        _ = session.receive([BenchmarkService.call("record_usage", Self.record(number))])
      }
    }
  }

  private func measureQuestions(_ session: Session, _ size: String) {
    let questions: [(String, JSONValue)] = [
      ("check_limit", ["model": "gpt-4o", "input_tokens": 1_000]),
      ("get_usage", ["period": "this_month", "group_by": ["model"]]),
      ("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 100]),
      ("compare_models", ["input_tokens": 1_000, "output_tokens": 1_000]),
    ]
    for (name, arguments) in questions { measure(session, name, arguments, size) }
    for period in ["this_month", "all"] {
      let question: JSONValue = ["period": .string(period), "include": ["suggestions"]]
      measure(session, "get_usage", question, "\(period) with suggestions, \(size)")
      measure(session, "compare_models", ["based_on": .string(period)], "based on \(period), \(size)")
    }
    let prompt: JSONValue = .string(String(repeating: "What does a call cost? ", count: 200))
    measure(session, "compare_models", ["text": prompt, "output_tokens": 1_000], "of a text, \(size)")
    measure(session, "estimate_cost", ["model": "gpt-4o", "text": prompt], "of a text and by history, \(size)")
    measure(
      session, "estimate_cost", ["model": "gpt-4o", "text": prompt, "agent": "agent-1", "mode": ""],
      "by the history of an agent, \(size)")
    // Known dimensions that never come together: all of the newest records are looked through.
    measure(
      session, "estimate_cost", ["model": "claude-sonnet-4-5", "input_tokens": 1, "agent": "agent-1"],
      "by no history, \(size)")
    measure(session, "get_usage", ["period": "today", "include": ["forecast"]], "with a forecast, \(size)")
    measure(session, "get_usage", ["period": "today", "include": ["anomalies"]], "with anomalies, \(size)")
  }

  private func measure(_ session: Session, _ name: String, _ arguments: JSONValue, _ label: String) {
    Stopwatch.measure("\(name), \(label)", count: 20) {
      for _ in 0..<20 { _ = session.receive([BenchmarkService.call(name, arguments)]) }
    }
  }

  private func fill(_ ledger: Ledger) throws {
    try Stopwatch.measure("record \(records) calls of ninety days, one of them", rounds: 1, count: max(1, records)) {
      var maker = HistoryMaker(ledger, endingAt: BenchmarkService.now)
      try maker.make(records)
    }
  }

  private static func record(_ number: Int) -> JSONValue {
    [
      "model": "claude-sonnet-4-5", "input_tokens": 1_200, "output_tokens": 300, "agent": "coder",
      "session_id": .string("s\(number / 50)"), "request_id": .string("r\(number)"),
    ]
  }
}
