import JSON
import Ledger
import MCP
import Pricing
import Service

/// What arguments say of a planned call: the same members in every tool and command that takes one.
struct GivenPlan {
  /// The model to be called; empty when none is named.
  let model: String
  /// Who serves it; empty when that follows from the model.
  let provider: String
  /// `batch`, `flex` and so on; empty for standard service, which is assumed.
  let serviceTier: String
  /// The processing region; empty when not said.
  let region: String
  /// The prompt, where it is given as text.
  let prompt: PromptText?
  /// The counts that were given. Of a cache nothing is assumed.
  let counts: CallCounts
  /// Whether the prompt's tokens were given as a number.
  let statesInput: Bool
  /// Whether output was given, be it none.
  let statesOutput: Bool
  /// Why output is assumed, the beginning of a sentence.
  let leftOutput: String
  /// Whose call it is, and what for.
  let dimensions: [Dimension: String]

  /// Reads what `arguments` say.
  ///
  /// - Throws: ``ToolFailure``.
  init(_ arguments: Arguments, service: LedgerService) throws {
    model = try arguments.text(.model) ?? ""
    provider = try arguments.name(.provider) ?? ""
    serviceTier = try arguments.serviceTier() ?? ""
    region = try arguments.text(.region, longest: 64) ?? ""
    prompt = try PromptText(arguments)
    let (name, seller) = (model, provider.isEmpty ? nil : provider)
    counts = try CountArguments(arguments, speaks: try !name.isEmpty && service.speaks(name, seller)).counts
    if let argument = prompt?.argument, counts.states(.input) {
      throw ArgumentError.givenTwice(ArgumentPlace(argument), .input)
    }
    statesInput = arguments[.inputTokens] != nil
    statesOutput = try arguments.integer(.outputTokens) != nil
    leftOutput =
      arguments[.zeroOutputTokens] == nil
      ? "output_tokens was not given" : "output_tokens 0 next to a blank argument was taken as not given"
    var dimensions: [Dimension: String] = [:]
    for dimension in Self.dimensions { dimensions[dimension] = try arguments.name(dimension) }
    self.dimensions = dimensions
  }

  /// Whether nothing is said of how large the call is.
  var isEmpty: Bool { prompt == nil && counts.isEmpty }

  /// The catalog's model; nil for one that it does not know.
  func resolved(_ service: LedgerService) throws -> Model? {
    try service.prices.resolve(model, provider: provider.isEmpty ? nil : provider)
  }

  /// Refuses the name of a family where nothing can be said without a model. A check has more to say, and guards must
  /// not be led around it by a name.
  ///
  /// - Throws: ``ToolFailure``.
  func refuseFamily(_ service: LedgerService) throws {
    _ = try service.model(named: model, provider: provider.isEmpty ? nil : provider, as: .called)
  }

  /// What is assumed of cache and service tier, as far as nothing is said of them; with a space before it.
  var assumptions: String {
    switch (counts.statesCache, serviceTier.isEmpty) {
    case (false, true): " No cache and standard service are assumed too."
    case (false, false): " No cache is assumed too."
    case (true, true): " Standard service is assumed too."
    case (true, false): ""
    }
  }

  /// Whether output is to be assumed, on models that answer in text: none was given for a prompt of these counts.
  func leavesOutput(of usage: Usage) -> Bool {
    !statesOutput && usage.outputTokens == 0 && (usage.inputTokens > 0 || statesInput)
  }

  /// The dimensions that choose the calls whose answers tell the length of this one.
  private static let dimensions: [Dimension] = [.userID, .sessionID, .projectID, .agent, .mode, .operation]
}
