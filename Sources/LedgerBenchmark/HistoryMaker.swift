import CivilTime
import Ledger
import Pricing

/// Writes a ledger as a team fills it in three months: many sessions at a time, whose prompts grow with each call.
///
/// The same number of records is always the same history, by the ledger's own way in.
struct HistoryMaker {
  private let ledger: Ledger
  private let end: Instant
  private var chance = SplitMix(state: 1)
  private var open: [OpenSession] = []
  private var sessions = 0

  /// Names the ledger, and the time of its newest record.
  init(_ ledger: Ledger, endingAt end: Instant) {
    self.ledger = ledger
    self.end = end
  }

  /// The days that a history covers.
  static let days: Int64 = 90
  /// A model that the catalog knows and no record names.
  static let unusedModel = "mistral-large-latest"
  /// A model of the history.
  static let usedModel = "claude-sonnet-4-5"

  /// Records `count` calls, oldest first.
  mutating func make(_ count: Int) throws {
    open = (0..<12).map { _ in nextSession() }
    let start = end.milliseconds - Self.days * Instant.millisecondsPerDay
    for index in 0..<count {
      let part = Int64(index + 1) * Self.days * Instant.millisecondsPerDay / Int64(count)
      try record(at: Instant(milliseconds: start + part))
      if index % 5_000 == 4_999 { try ledger.commit() }
    }
    try ledger.commit()
  }

  private mutating func record(at time: Instant) throws {
    let place = chance.below(open.count)
    let session = open[place]
    let usage = open[place].nextUsage(&chance)
    if open[place].callsLeft == 0 { open[place] = nextSession() }
    var facts = CallFacts(
      userID: session.user, source: "tool", model: session.model.name, usage: usage, timestamp: time)
    facts.sessionID = session.name
    facts.projectID = session.project
    facts.agent = session.agent
    facts.durationMilliseconds = 400 + Int64(chance.below(9_000))
    if chance.below(100) == 0 { facts.status = .failed }
    let price = session.model.price(of: usage)
    _ = try ledger.record(RecordRequest(facts: facts, keys: []), pricing: { _ in price })
  }

  private mutating func nextSession() -> OpenSession {
    sessions += 1
    // People have habits: each of them works with one agent and two models on two projects.
    let user = chance.below(8)
    let model = (user + 3 * chance.below(2)) % HistoryModel.all.count
    return OpenSession(
      name: "session-\(sessions)", user: "user-\(user)", project: "project-\(user / 2)-\(chance.below(2))",
      agent: "agent-\(user % 3)", model: HistoryModel.all[model],
      callsLeft: 5 + chance.below(70), prompt: 2_000 + Int64(chance.below(8_000)))
  }
}

/// A session that goes on: what it is for, and how far it has come.
private struct OpenSession {
  let name: String
  let user: String
  let project: String
  let agent: String
  let model: HistoryModel
  var callsLeft: Int
  /// The tokens of the prompt so far.
  var prompt: Int64

  /// Returns the counts of the next call, of which most is read from the cache.
  mutating func nextUsage(_ chance: inout SplitMix) -> Usage {
    let added = 200 + Int64(chance.below(4_000))
    var usage = Usage()
    usage[.cacheRead] = prompt
    usage[.cacheWrite] = added
    usage[.input] = Int64(chance.below(50))
    usage[.output] = 50 + Int64(chance.below(1_500))
    prompt += added
    callsLeft -= 1
    return usage
  }
}

/// A model of the history with its prices in picodollars a token.
private struct HistoryModel {
  let provider: String
  let name: String
  let input: Int64
  let output: Int64

  static let all = [
    HistoryModel(provider: "anthropic", name: HistoryMaker.usedModel, input: 3_000_000, output: 15_000_000),
    HistoryModel(provider: "anthropic", name: "claude-opus-4-5", input: 5_000_000, output: 25_000_000),
    HistoryModel(provider: "anthropic", name: "claude-haiku-4-5", input: 1_000_000, output: 5_000_000),
    HistoryModel(provider: "openai", name: "gpt-4o", input: 2_500_000, output: 10_000_000),
    HistoryModel(provider: "openai", name: "gpt-5", input: 1_250_000, output: 10_000_000),
    HistoryModel(provider: "openai", name: "gpt-4o-mini", input: 150_000, output: 600_000),
  ]

  func price(of usage: Usage) -> AppliedPrice {
    let prompt = usage[.input] * input + usage[.cacheRead] * (input / 10) + usage[.cacheWrite] * (input / 4 * 5)
    let cost = Money(picodollars: Int128(prompt + usage[.output] * output))
    return AppliedPrice(
      provider: provider, pricedAs: name, kind: .catalog, cost: cost, catalogCost: cost, row: "\(provider)/\(name)")
  }
}
