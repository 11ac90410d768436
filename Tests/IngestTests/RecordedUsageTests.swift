import Foundation
import Ingest
import JSON
import Pricing
import TestSupport
import Testing

@Suite struct RecordedUsageTests {
  @Test(
    .enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)),
    arguments: ["openai", "anthropic", "google", "openrouter", "groq", "mistral", "aws", "cohere"])
  func `recorded responses read as the data set says`(provider: String) throws {
    for (number, recorded) in try cases(of: provider) {
      let body = try #require(recorded["body"]?.object)
      let calls = try UsageObject.read(body, provider: provider)
      let expected = try expectation(recorded)
      var found = facts(calls[0].usage)
      // Only Anthropic states lifetimes; ours without one is that of five minutes.
      let short = calls[0].usage[.cacheWrite]
      if provider == "anthropic", short > 0 { found["cache_write_5m_tokens"] = short }
      for key in Self.knownMore[number] ?? [] { found[key] = nil }
      #expect(found == expected, "case \(number)")
      #expect(calls[0].model == (body["model"] ?? body["modelVersion"])?.string)
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
  func `the compaction of a recorded response is a call next to it`() throws {
    let (_, recorded) = try #require(try cases(of: "anthropic").first { $0.number == 87 })
    let calls = try UsageObject.read(try #require(recorded["body"]?.object))
    #expect(calls.map(\.usage.inputTokens) == [220, 55196])
    #expect(calls.map(\.usage.outputTokens) == [8, 125])
  }

  /// Meters that we read and the data set leaves out, by case. 93 is a usage in OpenAI's form that was filed
  /// under Anthropic; its reasoning tokens are stated.
  private static let knownMore: [Int: Set<String>] = [93: ["output_reasoning_tokens"]]

  private func cases(of provider: String) throws -> [(number: Int, recorded: JSONObject)] {
    let url = try #require(SharedFolder.url("testdata/usage-objects/cases.jsonl"))
    let lines = Array(try Data(contentsOf: url)).split(separator: UInt8(ascii: "\n"))
    let all = try lines.enumerated().map { (number: $0, recorded: try JSONParser.parse($1).object ?? [:]) }
    let own = all.filter { $0.recorded["provider"]?.string == provider }
    #expect(!own.isEmpty)
    return own
  }

  /// The expectation without zeros and without what has no meter of ours: kinds of text and tool results.
  private func expectation(_ recorded: JSONObject) throws -> [String: Int64] {
    var expected: [String: Int64] = [:]
    for (key, value) in try #require(recorded["expect_usage"]?.object) {
      switch key {
      case "input_text_tokens", "output_text_tokens", "input_text_tool_tokens", "input_tool_tokens",
        "cache_text_read_tokens":
        continue
      default: expected[key] = try #require(value.number?.int64)
      }
    }
    return expected.filter { $0.value != 0 }
  }

  /// The usage in the words of the data set, without zeros.
  private func facts(_ usage: Usage) -> [String: Int64] {
    let totals = usage.totals
    let facts: [String: Int64] = [
      "input_tokens": usage.inputTokens, "output_tokens": usage.outputTokens,
      "output_reasoning_tokens": usage.reasoningTokens, "cache_read_tokens": usage.cacheReadTokens,
      "cache_write_tokens": usage.cacheWriteTokens, "web_searches": usage[.webSearch],
      "input_audio_tokens": totals[.inputAudio] ?? 0, "input_image_tokens": totals[.inputImage] ?? 0,
      "input_video_tokens": totals[.inputVideo] ?? 0, "output_image_tokens": totals[.outputImage] ?? 0,
      "output_audio_tokens": totals[.outputAudio] ?? 0,
    ]
    return facts.filter { $0.value != 0 }
  }
}
