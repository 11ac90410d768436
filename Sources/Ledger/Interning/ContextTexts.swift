import JSON
import Pricing

/// A context in words; an object, as each record is held against the last one's.
final class ContextTexts {
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

  /// Whether the call with its price has this very context, where texts are told apart by their bytes.
  func areThose(of facts: CallFacts, _ price: AppliedPrice) -> Bool {
    costKind == price.kind && model.hasSameScalars(as: facts.model) && agent.hasSameScalars(as: facts.agent)
      && userID.hasSameScalars(as: facts.userID) && projectID.hasSameScalars(as: facts.projectID)
      && mode.hasSameScalars(as: facts.mode) && operation.hasSameScalars(as: facts.operation)
      && source.hasSameScalars(as: facts.source) && machine.hasSameScalars(as: facts.machine)
      && provider.hasSameScalars(as: price.provider) && pricedAs.hasSameScalars(as: price.pricedAs)
      && region.hasSameScalars(as: facts.region) && serviceTier.hasSameScalars(as: facts.serviceTier)
      && band == ContextBand.index(ofInput: facts.usage.inputTokens)
  }
}
