import JSON
import Ledger
import Pricing
import Server
import Service
import Testing

/// Planned calls of models that the catalog does not know, under limits on cost.
@Suite struct UnknownModelCheckTests {
  private static func bench(_ scope: String, fallback: String? = nil) throws -> Bench {
    let bench = try Bench { $0.fallbackModel = fallback }
    let limit = try #require(Money(decimal: "5")).picodollars
    let rule = LimitRule(
      scope: try #require(LimitScope(scope)), metric: .cost, window: .day, limit: limit, action: .block,
      origin: .command)
    try LimitEditor(bench.service).set(rule)
    return bench
  }

  private static let plans: [JSONObject] = [[:], ["input_tokens": 100], ["input_tokens": 100, "output_tokens": 5]]

  @Test(arguments: ["opus", "gpt 5", "no-such-model", "claude-opus-9"])
  func `an unknown model is warned of, never plainly allowed`(name: String) throws {
    let bench = try Self.bench("all")
    for var plan in Self.plans {
      plan["model"] = .string(name)
      let answer = try bench.call("check_limit", plan)
      #expect(answer.at("decision") == "warn", "\(plan)")
      #expect(answer.at("reason")?.string?.contains("no known price") == true)
    }
  }

  @Test func `a fallback price is warned of too`() throws {
    let bench = try Self.bench("all", fallback: "gpt-4o")
    for var plan in Self.plans.dropFirst() {
      plan["model"] = "no-such-model"
      let answer = try bench.call("check_limit", plan)
      #expect(answer.at("decision") == "warn", "\(plan)")
      #expect(answer.at("reason")?.string?.contains("fallback model") == true)
    }
    #expect(try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 10]).at("decision") == "allow")
  }

  @Test(arguments: ["opus", "claude-opus-9", "claude"])
  func `an inexact name does not lead around the limit of its provider`(name: String) throws {
    let bench = try Self.bench("provider=anthropic")
    let answer = try bench.call("check_limit", ["model": .string(name), "input_tokens": 100])
    #expect(answer.at("decision") == "warn")
    #expect(answer.at("limits")?.array?.count == 1)
  }

  @Test func `an estimate for the name of a family names its newest models with their prices`() throws {
    let message = try Bench().failure("estimate_cost", ["model": "opus", "input_tokens": 10, "output_tokens": 1])
    #expect(message.hasPrefix("Argument `model`: \"opus\" means many models."))
    #expect(message.contains("claude-opus-5-5 ($4 in, $20 out)"))
    let record = try Bench().call("record_usage", ["model": "opus", "input_tokens": 10])
    #expect(record.at("warnings.0")?.string?.contains("Nearest known: claude-opus-5-5, claude-opus-5") == true)
  }

  @Test(arguments: [("opus", "claude-opus-5-5"), ("gpt 5", "gpt-5"), ("sonnet", "claude-sonnet-5-5")])
  func `the name of a family is completed with its newest models`(typed: String, first: String) throws {
    let answer = try Bench().request(
      "completion/complete",
      [
        "ref": ["type": "ref/resource", "uri": "pricing://model/{model}"],
        "argument": ["name": "model", "value": .string(typed)],
      ])
    #expect(answer.at("result.completion.values.0") == .string(first))
  }
}
