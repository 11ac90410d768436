import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The measurements, each over a ledger in a temporary folder that is removed at the end.
struct BenchmarkRun {
  /// How many records the large ledger holds.
  let records: Int

  func run() throws {
    let folder = try temporaryFolder()
    defer { remove(folder) }
    let service = Self.service(in: folder)
    let session = Session(server: LedgerServer.make(service, note: { print($0) }))
    try measurePricing(service)
    try TokenBenchmark.run()
    measureRecording(session)
    measureQuestions(session, "with few records")
    try LimitBenchmark(service: service, size: "few records").run()
    try fill(service.ledger)
    measureQuestions(session, "with \(records) more")
    try LimitBenchmark(service: service, size: "\(records) records").run()
    try measureOneUser(Self.service(in: folder, onlyUser: "user-3"))
  }

  /// What it costs to hold a server to one user, and to tell that user's changes from others'.
  private func measureOneUser(_ service: LedgerService) throws {
    let session = Session(server: LedgerServer.make(service, note: { print($0) }))
    measure(session, "get_usage", ["period": "all", "group_by": ["model"]], "of one user among seven")
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
    let conditions = PricingConditions(at: Self.now)
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
          return Self.call("record_usage", Self.record(number))
        }
        _ = session.receive(lines)
      }
    }
    Stopwatch.measure("record_usage, one durable record", count: 50) {
      for _ in 0..<50 {
        number += 1
        _ = session.receive([Self.call("record_usage", Self.record(number))])
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
      for _ in 0..<20 { _ = session.receive([Self.call(name, arguments)]) }
    }
  }

  /// Adds records over ninety days, by the ledger's own way in.
  private func fill(_ ledger: Ledger) throws {
    let day: Int64 = 86_400_000
    let price = AppliedPrice(
      provider: "openai", pricedAs: "gpt-4o", kind: .catalog, cost: Money(picodollars: 3_500_000_000),
      catalogCost: Money(picodollars: 3_500_000_000), row: "openai/gpt-4o")
    for index in 0..<records {
      var usage = Usage()
      usage[.input] = 1_000 + Int64(index % 100)
      usage[.output] = 100
      let time = Self.now.milliseconds - Int64(index) * (90 * day / Int64(max(1, records)))
      var facts = CallFacts(
        userID: "user-\(index / 40 % 7)", source: "tool", model: "gpt-4o", usage: usage,
        timestamp: Instant(milliseconds: time))
      facts.agent = "agent-\(index / 10 % 3)"
      facts.sessionID = "session-\(index / 40)"
      _ = try ledger.record(RecordRequest(facts: facts, keys: []), pricing: { _ in price })
      if index % 1_000 == 999 { try ledger.commit() }
    }
    try ledger.commit()
  }

  private static let now = Instant(milliseconds: 1_795_253_400_000)

  private static func service(in folder: String, onlyUser: String? = nil) -> LedgerService {
    let world = LedgerWorld(
      now: { now }, monotonicMilliseconds: { Stopwatch.nanoseconds() / 1_000_000 },
      randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
      sleepMilliseconds: { usleep(UInt32($0) * 1_000) })
    var settings = ServiceSettings(userName: "bench", machineName: "bench")
    settings.limits = LimitSettings(rules: [
      LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 1 << 50),
      LimitRule(id: "TOKEN_MONTHLY_LIMIT", metric: .tokens, window: .month, limit: 1 << 50),
      LimitRule(id: "TOKEN_PER_MINUTE_LIMIT", metric: .tokens, window: .minute, limit: 1 << 50),
      LimitRule(id: "REQUESTS_PER_MINUTE_LIMIT", metric: .requests, window: .minute, limit: 1 << 50),
    ])
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: folder), world: world, onlyUser: onlyUser),
      prices: EmbeddedFiles.prices,
      settings: settings, zones: ZoneLibrary(folders: [], read: { _ in nil }), now: { now })
  }

  private static func record(_ number: Int) -> JSONValue {
    [
      "model": "claude-sonnet-4-5", "input_tokens": 1_200, "output_tokens": 300, "agent": "coder",
      "session_id": .string("s\(number / 50)"), "request_id": .string("r\(number)"),
    ]
  }

  private static func call(_ name: String, _ arguments: JSONValue) -> Line {
    .text(
      JSONWriter.bytes([
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": [
          "name": .string(name), "arguments": arguments,
          "_meta": [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [:],
          ],
        ],
      ]))
  }

  private func temporaryFolder() throws -> String {
    // mkdtemp(3) fills in six letters X.
    var template = Array(("/tmp/ledger-benchmark-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchmarkFailure.noFolder }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func remove(_ folder: String) {
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}

/// Why nothing could be measured.
enum BenchmarkFailure: Error {
  /// No temporary folder could be made.
  case noFolder
}
