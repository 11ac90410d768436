import Pricing

/// A context in words.
struct ContextTexts: Equatable {
  let userID, projectID, agent, mode, operation, source, machine: String
  let provider, model, pricedAs, serviceTier, region: String
  let costKind: CostKind
  let band: Int64

  /// The context of a call with its price.
  init(_ facts: CallFacts, _ price: AppliedPrice) {
    userID = facts.userID
    projectID = facts.projectID
    agent = facts.agent
    mode = facts.mode
    operation = facts.operation
    source = facts.source
    machine = facts.machine
    provider = price.provider
    model = facts.model
    pricedAs = price.pricedAs
    serviceTier = facts.serviceTier
    region = facts.region
    costKind = price.kind
    band = ContextBand.index(ofInput: facts.usage.inputTokens)
  }
}
