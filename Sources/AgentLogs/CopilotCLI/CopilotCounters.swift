import JSON
import Pricing

/// What a session of Copilot CLI has used of one model, as the program counts it.
struct CopilotCounters: Equatable {
  /// Picodollars in a billionth of an AI unit: a unit is a cent.
  ///
  /// - Source: GitHub's documentation of Copilot's billing, "1 AI credit = $0.01".
  private static let picodollarsPerNanoUnit: Int128 = 10

  /// The prompts, with what was read from the cache and written to it.
  private var input: Int64 = 0
  private var output: Int64 = 0
  private var cacheRead: Int64 = 0
  private var cacheWrite: Int64 = 0
  private var reasoning: Int64 = 0
  private var requests: Int64 = 0
  /// Billionths of AI units.
  private(set) var nanoUnits: Int64 = 0

  private static let fields: [any WritableKeyPath<CopilotCounters, Int64> & Sendable] = [
    \.input, \.output, \.cacheRead, \.cacheWrite, \.reasoning, \.requests, \.nanoUnits,
  ]

  /// Counters of nothing but money.
  init(nanoUnits: Int64) { self.nanoUnits = nanoUnits }

  /// Reads what a shutdown says of a model.
  init(_ metrics: JSONObject) {
    let usage = metrics.object("usage") ?? JSONObject()
    input = usage.count("inputTokens")
    output = usage.count("outputTokens")
    cacheRead = usage.count("cacheReadTokens")
    cacheWrite = usage.count("cacheWriteTokens")
    reasoning = usage.count("reasoningTokens")
    requests = metrics.object("requests")?.count("count") ?? 0
    nanoUnits = Self.nanoUnits(metrics["totalNanoAiu"])
  }

  /// Reads what was remembered.
  init(remembered list: [JSONValue]) {
    for (field, value) in zip(Self.fields, list) { self[keyPath: field] = max(0, value.number?.int64 ?? 0) }
  }

  /// What must be remembered.
  var memory: JSONValue { .array(Self.fields.map { .number(JSONNumber(self[keyPath: $0])) }) }

  /// Returns what was used since `last`: counters of which none has fallen go on from there, others have begun again.
  func since(_ last: CopilotCounters?) -> CopilotCounters {
    guard let last, Self.fields.allSatisfy({ self[keyPath: $0] >= last[keyPath: $0] }) else { return self }
    var used = self
    for field in Self.fields { used[keyPath: field] -= last[keyPath: field] }
    return used
  }

  /// The tokens; thoughts are part of the output.
  var tokens: LogTokens {
    LogTokens(prompt: input, cacheRead: cacheRead, cacheWrite: cacheWrite, output: output, reasoning: reasoning)
  }

  /// What that cost; nil where it is not said.
  var cost: Money? { Self.cost(nanoUnits: nanoUnits) }

  /// Returns what so many billionths of AI units cost; nil for nothing.
  static func cost(nanoUnits: Int64) -> Money? {
    let money = Money(picodollars: Int128(nanoUnits) * picodollarsPerNanoUnit)
    return money > .zero && money <= Cost.largestAmount ? money : nil
  }

  /// Returns the billionths of AI units that a value says, rounded down; 0 for none.
  static func nanoUnits(_ value: JSONValue?) -> Int64 {
    guard let (significand, exponent) = value?.number?.decimal(), significand > 0, (-30...18).contains(exponent) else {
      return 0
    }
    var units = significand
    for _ in 0..<abs(exponent) {
      if exponent < 0 { units /= 10 } else if units <= Int128(Int64.max) { units *= 10 }
    }
    return Int64(exactly: units) ?? 0
  }
}
