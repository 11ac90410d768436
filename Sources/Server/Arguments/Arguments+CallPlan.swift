import Ledger
import Pricing
import Service

extension Arguments {
  /// Returns what the arguments say of a planned call: the same members in every tool that is told of one.
  ///
  /// - Throws: ``ArgumentError``.
  func callPlan(_ service: LedgerService) throws -> CallPlan {
    var plan = CallPlan()
    plan.model = try text(.model) ?? ""
    plan.provider = try name(.provider) ?? ""
    plan.serviceTier = try serviceTier() ?? ""
    plan.region = try text(.region, longest: 64) ?? ""
    let prompt = try PromptText(self)
    plan.prompt = prompt?.prompt
    let (model, seller) = (plan.model, plan.seller)
    plan.counts = try CountArguments(self, speaks: try !model.isEmpty && service.speaks(model, seller)).counts
    if let argument = prompt?.argument, plan.counts.states(.input) {
      throw ArgumentError.givenTwice(ArgumentPlace(argument), .input)
    }
    plan.statesInput = self[.inputTokens] != nil
    plan.output = self[.outputTokens] != nil ? .given : self[.zeroOutputTokens] != nil ? .filledIn : .left
    plan.caller = try names()
    return plan
  }
}
