import Pricing
import Testing

@Suite struct NamePathTests {
  private let registry = PriceRegistry(files: PriceFolder.files)

  @Test(
    arguments: [
      ("azure/eu/gpt-4o-2024-08-06", "azure/gpt-4o", "eu"), ("azure/us-gov/o3-mini", "azure/o3-mini", "us-gov"),
      ("azure/global/gpt-5.1", "azure/gpt-5.1", nil),
      ("bedrock/eu-west-2/minimax.minimax-m2.5", "amazon-bedrock/minimax.minimax-m2.5", "eu-west-2"),
      (
        "bedrock/converse/anthropic.claude-3-5-sonnet-20241022-v2:0",
        "amazon-bedrock/regional.anthropic.claude-3-5-sonnet-20241022-v2:0", nil
      ),
      (
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20241022-v2:0",
        "amazon-bedrock/regional.anthropic.claude-3-5-sonnet-20241022-v2:0", "us-east-1"
      ),
      (
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "amazon-bedrock/regional.anthropic.claude-sonnet-4-5-20250929-v1:0", nil
      ),
      ("publishers/google/models/gemini-2.5-pro", "vertex/gemini-2.5-pro", nil),
      (
        "projects/p/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4-5@20250929",
        "vertex/claude-sonnet-4-5", "non-global"
      ),
      ("projects/p/locations/global/publishers/google/models/gemini-2.5-pro", "vertex/gemini-2.5-pro", nil),
      ("claude-sonnet-4-5[1m]", "anthropic/claude-sonnet-4-5", nil),
      ("openrouter/anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5", nil),
      ("vertex_ai/claude-opus-4-6@default", "vertex/claude-opus-4-6", nil),
      (
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "amazon-bedrock/regional.anthropic.claude-sonnet-4-5-20250929-v1:0", nil
      ),
      ("models/gemini-2.5-pro", "google/gemini-2.5-pro", nil),
    ] as [(String, String, String?)])
  func `a platform's path leads to the model and tells the region`(
    name: String, model: String, region: String?
  ) throws {
    let found = try registry.resolve(name)
    #expect(found.map { "\($0.provider)/\($0.id)" } == model)
    #expect(registry.region(named: name) == region)
  }

  @Test(arguments: [
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3", "arn:aws:bedrock:us-east-1::x",
    "publishers/google/models/", "publishers/google/gemini-2.5-pro", "azure/mars/gpt-4o", "bedrock/converse/",
    "projects/p/publishers/google/models/gemini-2.5-pro",
  ])
  func `a path that leads nowhere is no model`(name: String) throws {
    #expect(try registry.resolve(name) == nil)
  }

  @Test(arguments: [
    "claude-sonnet-4-5x", "claude-sonnet-4-55", "claude-opus-4-9", "claude-sonnet-4-5-5", "claude-sonnet-4-5-mini",
    "amazon.nova-prox-v1:0", "us.amazon.nova-pro-x-v1:0", "deepseek-chatt", "deepseek-r1-distill-llama-70b",
    "deepseek-chat:free", "gemini-2.5-pro-ultra", "gemini-2.5-prov", "gpt-5-nano-x", "gpt-5-nano-",
    "claude-sonnet-4-5-20250929x", "claude-sonnet-4-5-2025-9-29", "magistral-small-huge",
    "claude-3-5-sonnetlatest", "xclaude-sonnet-4-5", "anthropic.claude-3-5-sonnet-20241022x-v2:0",
  ])
  func `a name that is nearly a model's is not that model`(name: String) throws {
    #expect(try registry.resolve(name) == nil)
    #expect(try registry.resolve(name, provider: "amazon-bedrock") == nil)
  }

  @Test(arguments: [
    "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5-latest", "claude-sonnet-4.5",
    "claude-sonnet-4-5@20250929", "claude-sonnet-4-5@default", "anthropic/claude-sonnet-4-5:thinking",
  ])
  func `a snapshot or a way to call it is the model itself`(name: String) throws {
    #expect(try registry.resolve(name)?.id == "claude-sonnet-4-5")
  }
}
