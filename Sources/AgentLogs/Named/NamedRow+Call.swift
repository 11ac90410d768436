import CivilTime
import JSON
import Ledger
import Pricing

// What members of which names tell of a call. The names are folded.
extension NamedRow {
  /// The model.
  var model: String? { text("model", "modelname", "modelid", "resolvedmodel") }
  /// The provider.
  var provider: String? { text("provider", "providername", "providerid", "modelprovider") }
  /// When the call was made.
  var time: Instant? { instant("timestamp", "time", "datetime", "createdat", "created", "starttime", "date") }
  /// True when a member for the time is there.
  var hasTime: Bool { has("timestamp", "time", "datetime", "createdat", "created", "starttime", "date") }
  /// The id under which the row is known.
  var id: String? { text("requestid", "responseid", "id") }
  /// The id of the response, where it is in a form that is unique by itself.
  var responseID: String? {
    for name in ["responseid", "id", "messageid", "requestid"] {
      if let id = text(name), RecordKey.isResponseID(id) { return id }
    }
    return nil
  }
  /// What it cost, as the row says.
  var cost: Money? { dollars("costusd", "totalcost", "cost", "totalcostusd") }
  /// True when some member is a count or an amount.
  var isCounted: Bool {
    Self.counts.contains { has($0) } || has("costusd", "totalcost", "cost", "totalcostusd", "meters", "usage")
  }
  /// True when a member that should be a count holds a number that none can be, such as one below zero.
  var hasWrongCount: Bool {
    Self.counts.contains { name in
      guard let value = self[name], count(name) == nil else { return false }
      // Texts such as `-` or `N/A` stand for no count at all.
      return value.string.map { $0.contains { "0"..."9" ~= $0 } } ?? true
    }
  }
  private static let counts = [
    "inputtokens", "prompttokens", "outputtokens", "completiontokens", "reasoningtokens", "cachereadtokens",
    "cachedtokens", "cachedinputtokens", "cachereadinputtokens", "cachewritetokens", "cachewrite1htokens",
    "cachecreationtokens", "cachecreationinputtokens", "inputaudiotokens", "outputaudiotokens", "images", "characters",
    "websearches",
  ]

  /// The disjoint usage.
  ///
  /// The prompt includes what was cached, as OpenTelemetry has it, unless the cache has Anthropic's names.
  var usage: Usage {
    if has("tokens"), let meters = json("meters")?.object { return Self.disjoint(meters) }
    let read = count("cachereadtokens", "cachedtokens", "cachedinputtokens", "cachereadinputtokens") ?? 0
    let written = count("cachewritetokens", "cachecreationtokens", "cachecreationinputtokens") ?? 0
    let hour = count("cachewrite1htokens") ?? 0
    var prompt = count("inputtokens", "prompttokens") ?? 0
    if has("cachereadinputtokens", "cachecreationinputtokens") || !has("inputtokens", "prompttokens") {
      prompt += read + written + hour
    }
    var tokens = LogTokens(
      prompt: prompt, cacheRead: read, cacheWrite: written + hour,
      output: count("outputtokens", "completiontokens") ?? 0, reasoning: count("reasoningtokens") ?? 0)
    tokens.cacheWrite1h = min(hour, tokens.cacheWrite)
    tokens.cacheWrite -= tokens.cacheWrite1h
    return withOthers(tokens.usage)
  }

  /// Adds what is no text: audio, which is part of the prompt or of the answer, and units.
  private func withOthers(_ usage: Usage) -> Usage {
    var usage = usage
    for (name, meter, whole) in [
      ("inputaudiotokens", Meter.inputAudio, Meter.input), ("outputaudiotokens", .outputAudio, .output),
    ] {
      let part = min(count(name) ?? 0, usage[whole])
      guard part > 0 else { continue }
      usage[whole] -= part
      usage[meter] += part
    }
    for (name, meter) in [("images", Meter.image), ("characters", .characterIn), ("websearches", .webSearch)] {
      if let count = count(name), count > 0 { usage[meter] += count }
    }
    for (name, value) in json("meters")?.object ?? JSONObject() {
      if let meter = Meter(name: name), !meter.isToken { usage[meter] += Self.quantity(value, meter) }
    }
    return usage
  }

  /// The meters of a record of this program, which are disjoint.
  private static func disjoint(_ meters: JSONObject) -> Usage {
    Usage(
      disjoint: meters.compactMap { name, value in
        guard let meter = Meter(name: name) else { return nil }
        let quantity = quantity(value, meter)
        return quantity > 0 ? (meter, quantity) : nil
      })
  }

  /// A number in steps of the meter's scale; 0 for what no quantity can be.
  private static func quantity(_ value: JSONValue, _ meter: Meter) -> Int64 {
    guard let (significand, exponent) = value.number?.decimal(), significand > 0, exponent >= -3, exponent < 13 else {
      return 0
    }
    var quantity = significand
    for _ in 0..<(exponent + 3) {
      let (product, overflow) = quantity.multipliedReportingOverflow(by: 10)
      guard !overflow else { return 0 }
      quantity = product
    }
    let steps = meter.scale == 1 ? quantity / 1_000 : quantity
    return steps <= Int128(Usage.largestQuantity / 1_000) ? Int64(steps) : 0
  }
}
