import Ingest
import JSON
import Pricing
import TestSupport
import Testing

@Suite struct QuantityTests {
  @Test(arguments: ["5", "5.0", "50e-1", #""5""#, #""5.0""#])
  func `a whole number counts however it is written`(text: String) throws {
    #expect(quantities(try call(#"{"prompt_tokens":\#(text)}"#).usage) == ["input": 5])
  }

  @Test(arguments: [
    ("-1", IngestError.Found.negative("-1")), ("-1e30", .negative("-1e30")), (#""-3""#, .negative("-3")),
    ("1.5", .fraction("1.5")), ("1000000000000001", .tooLarge("1000000000000001")),
    ("1e400", .tooLarge("1e400")), (#""""#, .notANumber), (#""12 tokens""#, .notANumber),
    ("true", .notANumber), ("[1]", .notANumber), ("{}", .notANumber),
  ])
  func `anything else is refused with its path`(text: String, found: IngestError.Found) throws {
    let path = JSONPointer(components: ["usage", "completion_tokens"])
    #expect(
      try refusal(#"{"usage":{"prompt_tokens":1,"completion_tokens":\#(text)}}"#)
        == .notAQuantity(path: path, found: found))
  }

  @Test func `a long number is cut in the error`() throws {
    let error = try refusal(#"{"prompt_tokens":1\#(String(repeating: "0", count: 90))}"#)
    let cut = "1" + String(repeating: "0", count: 39)
    #expect(error == .notAQuantity(path: .root.appending("prompt_tokens"), found: .tooLarge(cut)))
  }

  @Test func `a stated zero stays and null is not stated`() throws {
    let call = try call(#"{"prompt_tokens":0,"completion_tokens":null,"prompt_tokens_details":null}"#)
    #expect(quantities(call.usage) == ["input": 0])
    #expect(call.usage.quantity(of: .output) == nil)
  }

  @Test func `what the answer names wins over what the caller named`() throws {
    let named = try call(#"{"model":"gpt-5-2025-08-07","usage":{"prompt_tokens":1}}"#, model: "gpt-5")
    #expect(named.model == "gpt-5-2025-08-07")
    #expect(try call(#"{"prompt_tokens":1}"#, model: "gpt-5").model == "gpt-5")
    #expect(try call(#"{"prompt_tokens":1}"#).model == nil)
  }

  @Test func `no object makes the reader trap, and what it reads is in order`() throws {
    var parts: [Int: Int] = [:]
    try forAll(seed: 313, count: 20_000, generate: { Self.object(&$0, depth: 3) }) { value in
      do throws(IngestError) {
        let calls = try UsageObject.read(value)
        parts[calls.count, default: 0] += 1
        return calls.map(\.part) == Array(calls.indices)
          && calls.allSatisfy { call in
            call.usage.entries.allSatisfy { $0.quantity >= 0 }
              && call.usage.totalTokens == call.usage.inputTokens + call.usage.outputTokens
          }
      } catch { return true }
    }
    // Or the generator is no longer worth its time.
    #expect(parts[1, default: 0] > 2_000)
    #expect(parts[2, default: 0] > 0)
  }

  private static let objects = [
    "usage", "usageMetadata", "response", "message", "prompt_tokens_details", "input_tokens_details",
    "output_tokens_details", "cache_creation",
  ]
  private static let lists = ["iterations", "promptTokensDetails", "cacheTokensDetails"]
  private static let counts = [
    "prompt_tokens", "completion_tokens", "total_tokens", "input_tokens", "output_tokens", "cached_tokens",
    "cache_write_tokens", "audio_tokens", "image_tokens", "reasoning_tokens", "cache_creation_input_tokens",
    "cache_read_input_tokens", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens", "promptTokenCount",
    "candidatesTokenCount", "cachedContentTokenCount", "tokenCount", "cost", "is_byok", "seconds",
    "cost_in_usd_ticks",
  ]
  private static let texts = [
    "message", "duration", "compaction", "advisor_message", "fallback_message", "VIDEO", "AUDIO", "7",
  ]

  private static func object(_ generator: inout SplitMix64, depth: Int) -> JSONObject {
    var object = JSONObject()
    for _ in 0..<Int.random(in: 1...9, using: &generator) {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0...2 where depth > 0:
        object[pick(objects, &generator)] = .object(self.object(&generator, depth: depth - 1))
      case 3 where depth > 0:
        object[pick(lists, &generator)] = [
          .object(self.object(&generator, depth: depth - 1)),
          .object(self.object(&generator, depth: depth - 1)),
        ]
      case 4: object[pick(["type", "modality", "model"], &generator)] = .string(pick(texts, &generator))
      case 5: object[pick(objects + lists + counts, &generator)] = oddity(&generator)
      default:
        object[pick(counts, &generator)] = .number(JSONNumber(Int64.random(in: 0...300, using: &generator)))
      }
    }
    return object
  }

  private static func oddity(_ generator: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: .null
    case 1: 1_000_000_000_000_000
    case 2: .bool(true)
    case 3: .string(pick(texts, &generator))
    default: [1, [:]]
    }
  }

  private static func pick(_ texts: [String], _ generator: inout SplitMix64) -> String {
    texts[Int.random(in: 0..<texts.count, using: &generator)]
  }
}
