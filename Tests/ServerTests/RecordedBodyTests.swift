import Foundation
import JSON
import Pricing
import TestSupport
import Testing

@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
struct RecordedBodyTests {
  /// One recorded response with what must be read out of it.
  private struct Recorded {
    let number: Int
    let body: JSONValue
    let usage: JSONObject
    /// What the data set says it cost; nil where it does not say.
    let price: Money?
  }

  /// Where our catalog rightly says otherwise, and why.
  private static let otherPrices: [Int: String] = [
    18: "0.0019",  // 44 tokens of sound at $40 a million, which the data set takes for text
    44: "0.077737",  // one web search at a cent, which the data set leaves out
  ]

  @Test(arguments: [("openai", 80), ("anthropic", 55), ("google", 100)])
  func `recorded responses have the tokens and the cost of the data set`(_ provider: String, _ least: Int)
    throws
  {
    // The data set's prices are those of August 2026.
    let bench = try Bench(at: "2026-08-15T12:00:00Z")
    var compared = 0
    for recorded in try Self.cases(of: provider) {
      var call: JSONObject = [
        "usage": recorded.body, "provider": .string(provider),
        "request_id": .string("case-\(recorded.number)"),
      ]
      // Two responses name no model; the caller has to.
      let namesModel = recorded.body.at("model") != nil || recorded.body.at("modelVersion") != nil
      if !namesModel { call["model"] = "gemini-2.5-flash" }
      let whole = try bench.call("record_usage", call)
      // Of a body with several calls the data set tells the first.
      let answer = whole.at("records.0") ?? whole
      #expect(answer.at("created") == true, "case \(recorded.number)")
      Self.check(answer.at("tokens"), against: recorded)
      guard let price = recorded.price else { continue }
      compared += 1
      let expected = Self.otherPrices[recorded.number] ?? price.decimal
      #expect(answer.at("cost.amount") == .decimal(expected), "case \(recorded.number)")
    }
    #expect(compared >= least)
  }

  @Test(arguments: ["openai", "anthropic", "google"])
  func `recorded responses name their model themselves`(_ provider: String) throws {
    let bench = try Bench(at: "2026-08-15T12:00:00Z")
    for recorded in try Self.cases(of: provider) where recorded.body.at("model") != nil {
      let answer = try bench.call("record_usage", ["usage": recorded.body])
      #expect(
        (answer.at("model") ?? answer.at("records.0.model")) == recorded.body.at("model"), "case \(recorded.number)")
    }
  }

  private static func check(_ tokens: JSONValue?, against recorded: Recorded) {
    for (name, theirs) in [
      ("input", "input_tokens"), ("output", "output_tokens"), ("cache_read", "cache_read_tokens"),
      ("cache_write", "cache_write_tokens"), ("reasoning", "output_reasoning_tokens"),
    ] {
      // The reasoning of two responses in OpenAI's form that are filed under Anthropic is left out there.
      guard let expected = recorded.usage[theirs] ?? (name == "reasoning" ? nil : 0) else { continue }
      #expect((tokens?.at(name) ?? 0) == expected, "case \(recorded.number): \(name)")
    }
  }

  private static func cases(of provider: String) throws -> [Recorded] {
    let url = try #require(SharedFolder.url("testdata/usage-objects/cases.jsonl"))
    let lines = Array(try Data(contentsOf: url)).split(separator: UInt8(ascii: "\n"))
    return try lines.enumerated().compactMap { number, line in
      let recorded = try JSONParser.parse(line)
      guard recorded.at("provider")?.string == provider else { return nil }
      let prices = try ["expect_input_price", "expect_output_price"].compactMap {
        try recorded.at($0).map(money)
      }
      return Recorded(
        number: number, body: try #require(recorded.at("body")),
        usage: try #require(recorded.at("expect_usage")?.object),
        price: prices.count == 2 ? prices[0] + prices[1] : nil)
    }
  }

  /// Decimals of the data set may have exponents: `9.75E-7`.
  private static func money(_ value: JSONValue) throws -> Money {
    let (significand, exponent) = try #require(value.string.flatMap(JSONNumber.init(lexeme:))?.decimal())
    return try #require(Money(significand: significand, exponent: exponent))
  }
}
