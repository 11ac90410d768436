import CivilTime
import Ledger
import Pricing
import Server
import Service

/// What limits on each one of a kind cost: how they are read, and recording under them.
///
/// Run over few records and over many, for the ratio.
struct LimitBenchmark {
  let service: LedgerService
  /// How large the ledger is, in words.
  let size: String

  private static let windows: [(LimitDimension, LimitWindow)] = [
    (.user, .day), (.user, .month), (.session, .hour), (.agent, .minute), (.model, .week), (.provider, .total),
  ]

  func run() throws {
    let ledger = service.ledger
    try record("without limits of their own")
    try Stopwatch.measure("set and fill six scoped limits, \(size)", rounds: 1, count: 1) { try setAll() }
    try record("under six scoped limits")
    var subject = LimitSubject()
    for (dimension, name) in Self.names { subject[dimension] = name }
    let calendar = LedgerCalendar(zone: .utc)
    try Stopwatch.measure("state of six scoped limits, \(size)", count: 200) {
      for _ in 0..<200 { _ = try ledger.states(of: [], for: subject, calendar: calendar) }
    }
    for (dimension, window) in Self.windows { _ = try ledger.removeLimit(Self.rule(dimension, window).id) }
    try ledger.commit()
  }

  private static let names: [LimitDimension: String] = [
    .user: "user-3", .session: "session-1", .agent: "agent-1", .model: "gpt-4o", .provider: "openai",
  ]

  private func setAll() throws {
    for (dimension, window) in Self.windows { try service.ledger.setLimit(Self.rule(dimension, window)) }
    try service.ledger.commit()
  }

  private static func rule(_ dimension: LimitDimension, _ window: LimitWindow) -> LimitRule {
    LimitRule(
      scope: .each(dimension), metric: .cost, window: window, limit: 1 << 80, action: .block, origin: .command)
  }

  private func record(_ label: String) throws {
    let ledger = service.ledger
    let price = AppliedPrice(
      provider: "openai", pricedAs: "gpt-4o", kind: .catalog, cost: Money(picodollars: 3_500_000_000),
      catalogCost: Money(picodollars: 3_500_000_000), row: "openai/gpt-4o")
    var usage = Usage()
    usage[.input] = 1_000
    var number = 0
    func enter() throws {
      number += 1
      var facts = CallFacts(
        userID: "user-\(number % 7)", source: "tool", model: "gpt-4o", usage: usage, timestamp: service.now())
      facts.agent = "agent-\(number % 3)"
      facts.sessionID = "session-\(number / 40)"
      _ = try ledger.record(RecordRequest(facts: facts, keys: []), pricing: { _ in price })
    }
    try Stopwatch.measure("250 records a commit, \(label), \(size)", count: 2_500) {
      for _ in 0..<10 {
        for _ in 0..<250 { try enter() }
        try ledger.commit()
      }
    }
    try Stopwatch.measure("one record a commit, \(label), \(size)", count: 50) {
      for _ in 0..<50 {
        try enter()
        try ledger.commit()
      }
    }
  }
}
