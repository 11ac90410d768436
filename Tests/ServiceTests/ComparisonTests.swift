import Pricing
import Service
import Testing

@Suite struct ComparisonTests {
  @Test func `savings are against the baseline, in parts of it`() throws {
    let desk = try Desk()
    var question = ComparisonQuestion(
      .given(try CallPlan.sample("", input: 1_000_000, output: 0), calls: 2))
    question.models = ["gpt-4o", "gpt-4o-mini"]
    question.baseline = "gpt-4o"
    let comparison = try desk.service.compare(question)
    #expect(comparison.ranking.map(\.name) == ["gpt-4o-mini", "gpt-4o"])
    #expect(comparison.ranking.map(\.factorThousandths) == [1_000, 16_667])
    let cheapest = try #require(comparison.ranking.first)
    // $0.15 against $2.50 a million, twice.
    let savings = try #require(comparison.baseline?.savings(at: cheapest.cost))
    #expect(savings.amount == Money(decimal: "4.7") && savings.basisPoints == 9_400)
    #expect(comparison.unpriced == [] && comparison.warnings.isEmpty)
  }

  @Test func `models that are named are not narrowed, and unknown ones are told with the nearest`() throws {
    let desk = try Desk()
    var question = ComparisonQuestion(.given(try CallPlan.sample("", input: 10, output: 1), calls: 1))
    question.models = ["gpt-4o", "gpt-4o-minni"]
    question.search.leastContextWindow = 1
    let warnings = try desk.service.compare(question).warnings
    #expect(warnings.first == .narrowing([.contextWindow]))
    guard case .unknownModels(let names)? = warnings.last else {
      Issue.record("\(warnings)")
      return
    }
    #expect(names.map(\.name) == ["gpt-4o-minni"] && names[0].nearest.contains("gpt-4o-mini"))
  }
}
