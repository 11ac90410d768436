import JSON
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

  /// Whether both are the same context in the file, where texts are told apart by their bytes.
  static func == (left: ContextTexts, right: ContextTexts) -> Bool {
    left.band == right.band && left.costKind == right.costKind && left.model.hasSameScalars(as: right.model)
      && left.agent.hasSameScalars(as: right.agent) && left.userID.hasSameScalars(as: right.userID)
      && left.projectID.hasSameScalars(as: right.projectID) && left.mode.hasSameScalars(as: right.mode)
      && left.operation.hasSameScalars(as: right.operation) && left.source.hasSameScalars(as: right.source)
      && left.machine.hasSameScalars(as: right.machine) && left.provider.hasSameScalars(as: right.provider)
      && left.pricedAs.hasSameScalars(as: right.pricedAs) && left.region.hasSameScalars(as: right.region)
      && left.serviceTier.hasSameScalars(as: right.serviceTier)
  }
}
