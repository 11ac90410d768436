import Ingest
import JSON
import Pricing
import Testing

@Suite struct GeminiUsageTests {
  @Test func `thoughts and tool results are counted apart`() throws {
    let call = try call(
      """
      {"modelVersion":"gemini-3-pro","responseId":"r1","usageMetadata":{"promptTokenCount":100,
       "candidatesTokenCount":20,"thoughtsTokenCount":30,"toolUsePromptTokenCount":5,"totalTokenCount":155,
       "serviceTier":"priority"}}
      """)
    #expect(quantities(call.usage) == ["input": 105, "output": 20, "output_reasoning": 30])
    #expect(call.model == "gemini-3-pro")
    #expect(call.provider == "google")
    #expect(call.responseID == "r1")
    #expect(call.serviceTier == "priority")
  }

  @Test func `cached tokens of each kind leave that kind, video included`() throws {
    let call = try call(
      """
      {"usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":600,"candidatesTokenCount":1,
       "promptTokensDetails":[{"modality":"TEXT","tokenCount":100},{"modality":"VIDEO","tokenCount":500},
        {"modality":"AUDIO","tokenCount":300},{"modality":"DOCUMENT","tokenCount":100}],
       "cacheTokensDetails":[{"modality":"VIDEO","tokenCount":400},{"modality":"AUDIO","tokenCount":150},
        {"modality":"IMAGE","tokenCount":20},{"modality":"TEXT","tokenCount":30}]}}
      """)
    #expect(
      quantities(call.usage) == [
        "input": 70, "cache_read": 430, "cache_read_audio": 150, "cache_read_image": 20,
        "input_audio": 150, "input_image": 80, "input_video": 100, "output": 1,
      ])
    #expect(call.usage.inputTokens == 1000)
  }

  @Test func `cached tokens without kinds still add up`() throws {
    let call = try call(
      """
      {"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":50,
       "promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"VIDEO","tokenCount":90}]}}
      """)
    #expect(quantities(call.usage) == ["input": 0, "cache_read": 50, "input_video": 50])
  }

  @Test func `the first chunk of a stream has no output`() throws {
    let chunk = try call(#"{"usageMetadata":{"promptTokenCount":14,"totalTokenCount":14}}"#)
    #expect(quantities(chunk.usage) == ["input": 14])
    #expect(chunk.usage.quantity(of: .output) == nil)
  }

  @Test(arguments: [
    ("ON_DEMAND", "standard"), ("ON_DEMAND_FLEX", "flex"), ("ON_DEMAND_PRIORITY", "priority"),
    ("PROVISIONED_THROUGHPUT", "provisioned_throughput"), ("TRAFFIC_TYPE_UNSPECIFIED", nil),
  ])
  func `the type of traffic tells the tier`(traffic: String, tier: String?) throws {
    let call = try call(#"{"promptTokenCount":1,"trafficType":"\#(traffic)"}"#)
    #expect(call.serviceTier == tier)
  }

  @Test func `many huge details are refused and do not overflow`() throws {
    let one = #"{"modality":"VIDEO","tokenCount":1000000000000000}"#
    let many = Array(repeating: one, count: 10_000).joined(separator: ",")
    let error = try refusal(
      #"{"promptTokenCount":1,"promptTokensDetails":[\#(many)],"cacheTokensDetails":[\#(many)]}"#)
    #expect(error == .inconsistent(path: .root, .quantityOutOfRange(.inputVideo, .max)))
  }
}
