import CivilTime
import Ingest
import JSON
import Ledger
import Pricing
import Service

extension UsageDraft {
  /// The most bytes of `metadata` that are kept.
  static let largestMetadata = 4_096

  /// Reads the call that the arguments of `record_usage` tell of.
  ///
  /// - Throws: ``RecordArgumentError``, ``ArgumentError``, ``IngestError``.
  init(_ arguments: Arguments, _ service: LedgerService) throws {
    let reservation = try arguments.text(.reservationID)
    let observed = try arguments.object(.usage).map { try Self.observed($0, arguments) }
    let facts =
      try observed == nil ? Self.countedFacts(arguments, service) : Self.facts(arguments, "", Usage(), service)
    self.init(
      facts: facts, observed: observed, requestID: try arguments.text(.requestID) ?? "", reservation: reservation,
      endsSession: arguments.flag(.sessionEnd))
  }

  private static func countedFacts(_ arguments: Arguments, _ service: LedgerService) throws -> CallFacts {
    guard let model = try arguments.text(.model), !model.isEmpty else { throw RecordArgumentError.modelMissing }
    let counts = try CountArguments(arguments, speaks: try service.speaks(model, arguments.text(.provider))).counts
    return try facts(arguments, model, try counts.usage(), service)
  }

  private static func observed(_ body: JSONObject, _ arguments: Arguments) throws -> [ObservedCall] {
    if let name = countNames.first(where: { arguments[$0] != nil }) {
      throw RecordArgumentError.usageAndCount(name)
    }
    let model = try arguments.text(.model)
    return try UsageObject.read(body, provider: try arguments.text(.provider), model: model)
  }

  private static func facts(
    _ arguments: Arguments, _ model: String, _ usage: Usage, _ service: LedgerService
  ) throws -> CallFacts {
    var facts = CallFacts(
      userID: try arguments.name(.userID) ?? service.settings.userName, source: source, model: model, usage: usage,
      timestamp: try timestamp(arguments) ?? service.ledgerTime())
    facts.machine = service.settings.machineName
    try readDimensions(arguments, into: &facts)
    try readDetails(arguments, into: &facts)
    return facts
  }

  private static func readDimensions(_ arguments: Arguments, into facts: inout CallFacts) throws {
    facts.sessionID = try arguments.name(.sessionID) ?? ""
    facts.projectID = try arguments.name(.projectID) ?? ""
    facts.agent = try arguments.name(.agent) ?? ""
    facts.mode = try arguments.name(.mode) ?? ""
    facts.operation = try arguments.name(.operation) ?? ""
    facts.provider = try arguments.name(.provider) ?? ""
    facts.serviceTier = try arguments.serviceTier() ?? ""
    facts.region = try arguments.text(.region, longest: 64) ?? ""
  }

  private static func readDetails(_ arguments: Arguments, into facts: inout CallFacts) throws {
    for (argument, option) in options {
      if let value = try arguments.text(argument, longest: 64) { facts.options[option] = value }
    }
    facts.reportedCost = try reportedCost(arguments)
    facts.messageID = try arguments.text(.messageID)
    facts.status = try status(arguments)
    facts.durationMilliseconds = try arguments.integer(.durationMilliseconds)
    facts.toolCalls = try arguments.texts(.toolCalls)
    facts.metadata = try metadata(arguments)
  }

  private static func timestamp(_ arguments: Arguments) throws -> Instant? {
    guard let text = try arguments.text(.timestamp, longest: 64) else { return nil }
    guard let instant = Instant(rfc3339: text) else { throw RecordArgumentError.noTime(text) }
    return instant
  }

  private static func status(_ arguments: Arguments) throws -> RecordStatus {
    switch try arguments.text(.status) {
    case "partial": .partial
    case "failed": .failed
    default: .complete
    }
  }

  private static func reportedCost(_ arguments: Arguments) throws -> Money? {
    guard let number = arguments.number(.costUSD) else { return nil }
    guard let (significand, exponent) = number.decimal(),
      let money = Money(rounding: significand, exponent: exponent), money >= .zero, money <= Cost.largestAmount
    else { throw RecordArgumentError.costOutOfRange(number) }
    return money
  }

  private static func metadata(_ arguments: Arguments) throws -> String? {
    guard let object = arguments.object(.metadata) else { return nil }
    var writer = JSONWriter(capacity: 256)
    writer.write(object)
    // Looked at before it is copied: it may be as long as a message.
    let count = writer.withBytes(\.count)
    guard count <= largestMetadata else { throw RecordArgumentError.metadataTooLarge(bytes: count) }
    return writer.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  private static let options = [(ArgumentName.imageQuality, "quality"), (.imageSize, "size")]
  private static let countNames: [ArgumentName] = [
    .inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .cacheWrite1hTokens, .reasoningTokens,
    .inputAudioTokens, .outputAudioTokens, .images, .audioSeconds, .characters, .webSearches, .meters,
  ]
}
