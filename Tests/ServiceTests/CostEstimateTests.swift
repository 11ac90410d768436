import Ledger
import Pricing
import Service
import Testing

@Suite struct CostEstimateTests {
  @Test func `an estimate carries its bounds and what was assumed as values`() throws {
    let desk = try Desk()
    let estimate = try desk.service.estimate(CostQuestion(try CallPlan.sample("gpt-4o", input: 1_000), calls: 3))
    // gpt-4o is $2.50 in and $10 out for a million tokens; 50 to 2,000 tokens of output are assumed, 500 expected.
    #expect(estimate.low == Money(decimal: "0.003"))
    #expect(estimate.quote.applied.cost == Money(decimal: "0.0075"))
    #expect(estimate.high == Money(decimal: "0.0225"))
    guard case .output(let assumed)? = estimate.warnings.first, estimate.warnings.count == 1 else {
      Issue.record("\(estimate.warnings)")
      return
    }
    #expect(assumed.basis == .nothing(estimate.call.output))
    #expect(assumed.assumesNoCache && assumed.assumesStandardService)
    guard case .checked(let verdict) = estimate.limit else {
      Issue.record("the limits of a ledger in order were not checked")
      return
    }
    #expect(verdict.decision.verdict == .allow && verdict.plan.calls == 3)
  }

  @Test func `an estimate and a check take the same plan for the same call`() throws {
    let desk = try Desk()
    var question = LimitQuestion()
    for (model, input, output) in [("gpt-4o", Int64(10), Int64?(5)), ("my-own", 7, nil), ("gpt-4", 20_000, nil)] {
      question.plan = try CallPlan.sample(model, input: input, output: output)
      let (verdict, estimate) = (
        try desk.service.check(question), try desk.service.estimate(CostQuestion(question.plan))
      )
      #expect(verdict.plan.tokens == estimate.call.facts.usage.totalTokens)
      #expect(verdict.warnings == estimate.warnings && verdict.context == estimate.call.context)
    }
  }

  @Test func `nothing to price is a fact, not a sentence`() throws {
    let desk = try Desk()
    var plan = CallPlan()
    #expect { try desk.service.estimate(CostQuestion(plan)) } throws: {
      if case QuestionError.noModel = $0 { true } else { false }
    }
    plan.model = "gpt-4o"
    #expect { try desk.service.estimate(CostQuestion(plan)) } throws: {
      if case QuestionError.nothingToPrice = $0 { true } else { false }
    }
  }
}
