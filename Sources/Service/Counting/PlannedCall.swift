import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Tokens

/// A call before it is made: what goes in, what will probably come out, and what to say about both.
struct PlannedCall {
  /// The call with its expected counts.
  private(set) var facts: CallFacts
  /// All prompt tokens.
  private(set) var input: EstimatedCount
  /// All output tokens.
  private(set) var output: EstimatedCount
  /// What was assumed.
  private(set) var warnings: [String] = []
  private let service: LedgerService
  private let arguments: Arguments

  /// Kinds of models whose answers are text of unknown length.
  private static let talkers: Set<ModelKind> = [.chat, .completion, .search, .decision]
  /// The dimensions that choose the calls whose answers tell the length of this one.
  private static let dimensions: [Dimension] = [.userID, .sessionID, .projectID, .agent, .mode, .operation]

  /// Reads the arguments of `estimate_cost`.
  ///
  /// - Throws: ``ToolFailure``.
  init(_ arguments: Arguments, service: LedgerService) throws {
    guard let name = try arguments.text("model"), !name.isEmpty else {
      throw ToolFailure(message: "Argument `model` is empty. Name the model to be called.")
    }
    self.service = service
    self.arguments = arguments
    let prompt = try PromptText(arguments)
    var counts = try CountArguments(arguments, speaks: try service.speaks(name, nil))
    guard prompt != nil || !counts.isEmpty else {
      throw ToolFailure(
        message:
          "There is nothing to price. Give input_tokens, text or messages, and output_tokens; or meters.")
    }
    let model = try service.prices.resolve(name)
    let counted = try prompt.map { prompt in
      EstimatedCount(try service.tokens.count(prompt.texts, model: model?.id ?? name)).adding(
        counts.tokensBesideText)
    }
    if let prompt, let counted { try counts.add(counted.count, to: .input, called: prompt.argument) }
    facts = CallFacts(
      userID: service.settings.userName, source: UsageDraft.source, model: name, usage: try counts.usage(),
      timestamp: service.now())
    facts.serviceTier = UsageDraft.tier(try arguments.text("service_tier"))
    facts.region = try arguments.text("region", longest: 64) ?? ""
    input = counted ?? EstimatedCount(given: facts.usage.inputTokens)
    output = EstimatedCount(given: facts.usage.outputTokens)
    if try arguments.integer("output_tokens") == nil, facts.usage.outputTokens == 0 {
      try expectOutput(model)
    }
    if let prompt { warn(about: prompt, model?.id ?? name) }
  }

  /// The counts when input and output are as small as they may be.
  var lowUsage: Usage { usage(input: input.low, output: output.low) }
  /// The counts when input and output are as large as they may be.
  var highUsage: Usage { usage(input: input.high, output: output.high) }

  private func usage(input: Int64, output: Int64) -> Usage {
    var usage = facts.usage
    // What is read from a cache or written to it was given, and stays.
    usage[.input] = max(0, usage[.input] + input - self.input.count)
    usage[.output] = max(0, usage[.output] + output - self.output.count)
    return usage
  }

  private mutating func expectOutput(_ model: Model?) throws {
    output = .none
    let isTalker = model.map { Self.talkers.contains($0.kind) } ?? true
    guard isTalker, facts.usage.inputTokens > 0 || arguments.object["input_tokens"] != nil else { return }
    let filter = UsageFilter(texts: try dimensions())
    if let history = service.outputHistory(ofModel: facts.model, pricedAs: model?.id, filter: filter) {
      output = EstimatedCount(history)
      warnings.append(Self.sentence(history, filter))
    } else {
      output = EstimatedCount(assumedWithin: model?.maxOutputTokens)
      warnings.append(
        "output_tokens was not given and the ledger knows no such call: \(Grouped.text(output.count)) tokens are assumed (\(Grouped.text(output.low)) to \(Grouped.text(output.high))). Give the output expected."
      )
    }
    facts.usage[.output] = output.count
  }

  private static func sentence(_ history: OutputHistory, _ filter: UsageFilter) -> String {
    let kind = filter.texts.isEmpty ? "of this model" : "of this model with these dimensions"
    let median = Grouped.text(history.median)
    guard history.calls > 1 else {
      return "output_tokens was not given: \(median) is that of the one recorded call \(kind)."
    }
    return
      "output_tokens was not given: \(median) is the median of the newest \(Grouped.text(Int64(history.calls))) recorded calls \(kind); one of ten was below low, one of ten above high."
  }

  private func dimensions() throws -> [Dimension: String] {
    var texts: [Dimension: String] = [:]
    for dimension in Self.dimensions {
      if let text = try arguments.text(dimension.rawValue), !text.isEmpty { texts[dimension] = text }
    }
    return texts
  }

  private mutating func warn(about prompt: PromptText, _ model: String) {
    if let warning = service.tokens.warning(model: model) { warnings.append(warning) }
    if prompt.isFramed {
      warnings.append(
        "Only the text of the messages is counted: the few tokens that a provider puts around each message are not."
      )
    }
    if prompt.uncountedParts > 0 {
      let parts =
        prompt.uncountedParts == 1
        ? "1 part of the messages holds" : "\(prompt.uncountedParts) parts of the messages hold"
      warnings.append("\(parts) no text (images, files): give their tokens as `meters`.")
    }
  }
}
