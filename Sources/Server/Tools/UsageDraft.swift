import CivilTime
import Ingest
import JSON
import Ledger
import MCP
import Pricing
import Service

/// The calls that the arguments of `record_usage` describe: one, or several for a body that holds several.
struct UsageDraft {
  /// Who reports through this tool.
  static let source = "tool"

  /// What to enter, in order.
  private(set) var requests: [RecordRequest] = []
  /// What the caller should know about the arguments.
  private(set) var warnings: [String] = []
  /// The reservation that the call settles.
  let reservation: String?

  private let arguments: Arguments
  private let service: LedgerService

  init(_ arguments: Arguments, service: LedgerService) throws {
    self.arguments = arguments
    self.service = service
    reservation = try arguments.text(.reservationID)
    if let body = arguments.object(.usage) {
      try read(body)
    } else {
      try readCounts()
    }
  }

  private mutating func read(_ body: JSONObject) throws {
    if let name = Self.countNames.first(where: { arguments[$0] != nil }) {
      throw ToolFailure(message: "Give either `usage` or counts such as `\(name.rawValue)`, not both.")
    }
    let model = try arguments.text(.model)
    let calls: [ObservedCall]
    do {
      calls = try UsageObject.read(body, provider: try arguments.text(.provider), model: model)
    } catch let error as IngestError {
      throw ToolFailure(message: IngestSentences.message(error))
    }
    for call in calls {
      // A further call inside the response that names no model must not take the price of the first.
      var facts = try facts(model: call.part == 0 ? call.model : call.model ?? "unknown", usage: call.usage)
      if call.isInterim { facts.status = min(facts.status, .partial) }
      if facts.provider.isEmpty { facts.provider = call.provider ?? "" }
      if facts.serviceTier.isEmpty { facts.serviceTier = ServiceTier.kept(call.serviceTier) }
      if facts.region.isEmpty { facts.region = call.region ?? "" }
      let bill = calls.count == 1 ? try statedBill(facts, unless: call.reportedCost) : nil
      facts.reportedCost = bill ?? call.reportedCost
      try append(facts, responseID: call.responseID, part: Int64(call.part))
    }
  }

  private mutating func readCounts() throws {
    guard let model = try arguments.text(.model), !model.isEmpty else {
      throw ToolFailure(
        message: "Argument `model` is missing. Name the model, or pass the provider's whole response body as `usage`.")
    }
    let counts = try CountArguments(arguments, speaks: try service.speaks(model, arguments.text(.provider))).counts
    var facts = try facts(model: model, usage: try counts.usage())
    guard !counts.isEmpty || facts.status != .complete || facts.reportedCost ?? .zero > .zero else {
      throw ToolFailure(message: IngestSentences.nothing)
    }
    facts.reportedCost = try statedBill(facts, unless: nil)
    warnIfCacheIsApart(facts)
    try append(facts, responseID: nil, part: 0)
  }

  private mutating func append(_ facts: consuming CallFacts, responseID: String?, part: Int64) throws {
    var keys: [RecordKey] = []
    for id in [try arguments.text(.requestID), responseID, facts.messageID.flatMap(Self.responseID)] {
      guard let id, !id.isEmpty else { continue }
      let key = RecordKey(id: id, source: Self.source, part: part)
      if !keys.contains(key) { keys.append(key) }
    }
    requests.append(RecordRequest(facts: facts, keys: keys, endsSession: arguments.flag(.sessionEnd)))
  }

  /// A message's id tells calls apart only in the form that a provider gives to its responses.
  private static func responseID(_ messageID: String) -> String? {
    RecordKey.isResponseID(messageID) ? messageID : nil
  }

  private func facts(model: String?, usage: Usage) throws -> CallFacts {
    guard let model = model.map(Self.trimmed), !model.isEmpty else {
      throw ToolFailure(message: "Argument `model` is missing, and the usage object does not name one. Give it.")
    }
    var facts = CallFacts(
      userID: try arguments.name(.userID) ?? service.settings.userName,
      source: Self.source, model: model, usage: usage, timestamp: try timestamp())
    facts.machine = service.settings.machineName
    try readDimensions(into: &facts)
    try readDetails(into: &facts)
    return facts
  }

  private func readDimensions(into facts: inout CallFacts) throws {
    facts.sessionID = try arguments.name(.sessionID) ?? ""
    facts.projectID = try arguments.name(.projectID) ?? ""
    facts.agent = try arguments.name(.agent) ?? ""
    facts.mode = try arguments.name(.mode) ?? ""
    facts.operation = try arguments.name(.operation) ?? ""
    facts.provider = try arguments.name(.provider) ?? ""
    facts.serviceTier = try arguments.serviceTier() ?? ""
    facts.region = try arguments.text(.region, longest: 64) ?? ""
  }

  private func readDetails(into facts: inout CallFacts) throws {
    for (argument, option) in Self.options {
      if let value = try arguments.text(argument, longest: 64) { facts.options[option] = value }
    }
    facts.reportedCost = try reportedCost()
    facts.messageID = try arguments.text(.messageID)
    facts.status = try status()
    facts.durationMilliseconds = try arguments.integer(.durationMilliseconds)
    facts.toolCalls = try arguments.texts(.toolCalls)
    facts.metadata = try metadata()
  }

  private static func trimmed(_ name: String) -> String {
    let isText = { (byte: UInt8) in byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D }
    guard let start = name.utf8.firstIndex(where: isText), let end = name.utf8.lastIndex(where: isText) else {
      return ""
    }
    return String(name[start...end])
  }

  private static let options = [(ArgumentName.imageQuality, "quality"), (.imageSize, "size")]
  private static let countNames: [ArgumentName] = [
    .inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .cacheWrite1hTokens, .reasoningTokens,
    .inputAudioTokens, .outputAudioTokens, .images, .audioSeconds, .characters, .webSearches, .meters,
  ]
}

extension UsageDraft {
  private func timestamp() throws -> Instant {
    guard let text = try arguments.text(.timestamp, longest: 64) else { return try service.ledgerTime() }
    guard let instant = Instant(rfc3339: text) else {
      throw ToolFailure(
        message:
          "Argument `timestamp`: \"\(text)\" is no RFC 3339 time. Write it as 2026-11-21T09:30:00Z or with an offset such as +09:00."
      )
    }
    return instant
  }

  private func status() throws -> RecordStatus {
    switch try arguments.text(.status) {
    case "partial": .partial
    case "failed": .failed
    default: .complete
    }
  }

  private func reportedCost() throws -> Money? {
    guard let number = arguments.number(.costUSD) else { return nil }
    guard let (significand, exponent) = number.decimal(),
      let money = Money(rounding: significand, exponent: exponent), money >= .zero, money <= Cost.largestAmount
    else {
      throw ToolFailure(
        message: "Argument `cost_usd`: \(Arguments.shown(number)) must lie between 0 and 1,000,000 US dollars.")
    }
    return money
  }

  /// Returns the bill that the argument states, which the facts hold, as far as it can be meant.
  ///
  /// Models fill in a zero for what they do not know: where a provider's own object states a bill, or a price is
  /// known that is more than nothing, zero says nothing.
  private mutating func statedBill(_ facts: CallFacts, unless provided: Money?) throws -> Money? {
    guard facts.reportedCost == .zero else { return facts.reportedCost }
    if provided != nil { return nil }
    var unbilled = facts
    unbilled.reportedCost = nil
    guard let price = try Quoter(service).quote(unbilled).applied.cost, price > .zero else { return .zero }
    warnings.append(
      "cost_usd 0 was taken as not given, as the price of \(facts.model) is above zero. A bill of zero counts where the provider's own object, passed as `usage`, states it."
    )
    return nil
  }

  private func metadata() throws -> String? {
    guard let object = arguments.object(.metadata) else { return nil }
    let text = JSONWriter.string(.object(object))
    guard text.utf8.count <= 4_096 else {
      throw ToolFailure(
        message:
          "Argument `metadata` has \(text.utf8.count) bytes of JSON; at most 4096 are kept. Shorten it and call again.")
    }
    return text
  }

  /// Anthropic and Bedrock report input without the cache, which is easily taken for ours.
  private mutating func warnIfCacheIsApart(_ facts: CallFacts) {
    let usage = facts.usage
    guard usage.cacheReadTokens + usage.cacheWriteTokens > 0,
      ["anthropic", "amazon-bedrock"].contains(service.provider(of: facts))
    else { return }
    warnings.append(
      "input_tokens was taken to include the cached tokens. Anthropic and Bedrock report input_tokens without them: pass the provider's object as `usage` and the conversion is made for you."
    )
  }
}
