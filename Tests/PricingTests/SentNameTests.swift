import Pricing
import Testing

/// Names as LiteLLM, OpenRouter, Bedrock, Vertex, Azure and coding agents send them.
@Suite struct SentNameTests {
  private let registry = PriceRegistry(files: PriceFolder.files)

  @Test(
    arguments: [
      // Bedrock, with and without a region, a way of calling, an ARN.
      (
        "anthropic.claude-3-5-sonnet-20241022-v2:0", "regional.anthropic.claude-3-5-sonnet-20241022-v2:0", nil
      ),
      (
        "us.anthropic.claude-3-5-haiku-20241022-v1:0", "regional.anthropic.claude-3-5-haiku-20241022-v1:0",
        nil
      ),
      ("anthropic.claude-3-haiku-20240307-v1:0:200k", "regional.anthropic.claude-3-haiku-20240307-v1:0", nil),
      (
        "jp.anthropic.claude-sonnet-4-5-20250929-v1:0", "regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
        nil
      ),
      (
        "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "global.anthropic.claude-sonnet-4-5-20250929-v1:0", nil
      ),
      ("us.anthropic.claude-opus-4-5-20251101-v1:0", "regional.anthropic.claude-opus-4-5-v1:0", nil),
      ("us.anthropic.claude-opus-4-6-v1[1m]", "regional.anthropic.claude-opus-4-6-v1:0", nil),
      ("bedrock/converse/us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0", nil),
      (
        "bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0",
        "regional.anthropic.claude-3-haiku-20240307-v1:0", "us-east-1"
      ),
      ("bedrock/us-gov-west-1/amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0", "us-gov-west-1"),
      (
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20241022-v2:0",
        "regional.anthropic.claude-3-5-sonnet-20241022-v2:0", "us-east-1"
      ),
      (
        "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0",
        "amazon.nova-lite-v1:0",
        "us-gov-west-1"
      ),
      (
        "bedrock/arn:aws:bedrock:eu-west-2:123456789012:inference-profile/"
          + "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        "regional.anthropic.claude-haiku-4-5-20251001-v1:0", nil
      ),
      ("meta.llama3-70b-instruct-v1:0", "meta.llama3-70b-instruct-v1:0", nil),
      ("qwen.qwen3-32b-v1:0", "qwen.qwen3-32b-v1:0", nil),
      ("deepseek.r1-v1:0", "deepseek.r1-v1:0", nil),
      ("mistral.mistral-7b-instruct-v0:2", "mistral.mistral-7b-instruct-v0:2", nil),
    ] as [(String, String, String?)])
  func `Amazon's names lead to its models and regions`(name: String, id: String, region: String?) throws {
    try check(name, "amazon-bedrock/" + id, region)
  }

  @Test(
    arguments: [
      ("publishers/google/models/gemini-2.5-pro", "vertex/gemini-2.5-pro", nil),
      (
        "projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929",
        "vertex/claude-sonnet-4-5", "non-global"
      ),
      (
        "projects/p/locations/global/publishers/google/models/gemini-2.5-flash", "vertex/gemini-2.5-flash",
        nil
      ),
      ("publishers/meta/models/llama3-8b-instruct-maas", "vertex/meta/llama3-8b-instruct-maas", nil),
      ("vertex_ai/claude-3-5-sonnet-v2@20241022", "vertex/claude-3-5-sonnet", nil),
      ("vertex_ai/claude-haiku-4-5@20251001", "vertex/claude-haiku-4-5", nil),
      ("models/gemini-2.5-pro", "google/gemini-2.5-pro", nil),
      ("google/gemini-2.5-pro", "google/gemini-2.5-pro", nil),
      ("gemini-2.0-flash-001", "google/gemini-2.0-flash", nil),
      ("gemini-2.0-flash-lite-001", "google/gemini-2.0-flash-lite", nil),
      ("gemini-2.5-pro-exp-03-25", "google/gemini-2.5-pro", nil),
      ("gemini-2.5-flash-lite-preview-06-17", "google/gemini-2.5-flash-lite", nil),
      ("gemini-3-pro-preview", "google/gemini-3-pro-preview", nil),
      ("azure/eu/gpt-4o-2024-08-06", "azure/gpt-4o", "eu"),
      ("azure/us/gpt-4o-2024-08-06", "azure/gpt-4o", "us"),
      ("azure/global/gpt-4o-2024-11-20", "azure/gpt-4o", nil),
      ("azure/global-standard/gpt-4o-mini", "azure/gpt-4o-mini", nil),
      ("anthropic/claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5", nil),
      ("claude-sonnet-4-5-20250929[1m]", "anthropic/claude-sonnet-4-5", nil),
      ("claude-sonnet-4-20250514", "anthropic/claude-sonnet-4-0", nil),
      ("claude-sonnet-4@20250514", "anthropic/claude-sonnet-4-0", nil),
      ("vertex_ai/claude-sonnet-4@20250514", "vertex/claude-4-sonnet", nil),
      ("gemini-3.5-flash-09-2026", "google/gemini-3.5-flash", nil),
      ("claude-3-5-sonnet-latest", "anthropic/claude-3-5-sonnet", nil),
      ("openrouter/anthropic/claude-sonnet-4.5:online", "openrouter/anthropic/claude-sonnet-4.5", nil),
      ("openrouter/openai/gpt-4o:nitro", "openrouter/openai/gpt-4o", nil),
      ("ft:gpt-3.5-turbo-0125:acme:tone:8abc1", "openai/ft:gpt-3.5-turbo-", nil),
      ("ft:gpt-4o-2024-08-06:acme::a1b2", "openai/ft:gpt-4o", nil),
      ("gpt-5-codex", "openai/gpt-5", nil), ("deepseek-chat", "deepseek/deepseek-chat", nil),
      ("ollama/qwen3-coder:30b", "ollama/any", nil),
    ] as [(String, String, String?)])
  func `other clouds' and gateways' names lead to their models and regions`(
    name: String, path: String, region: String?
  ) throws {
    try check(name, path, region)
  }

  @Test(arguments: [
    "claude-sonnet-4-5x", "claude-sonnet-4-55", "claude-sonnet-4-5-x", "claude-sonnet-4-5-fast",
    "claude-sonnet-4-5-20251399", "claude-sonnet-4-5-2025092", "claude-sonnet-4-5-2", "claude-sonet-4-5",
    "amazon.nova-prox-v1:0", "amazon.nova-pro-v2:0", "xamazon.nova-pro-v1:0", "us.amazon.nova-pros-v1:0",
    "us.anthropic.claude-sonnet-4-5x-20250929-v1:0", "anthropic.claude-3-5-sonnet-20241022x-v2:0",
    "deepseek-chatt", "deepseek-chat-x", "gemini-2.5-prox", "gemini-2.5-pro-preview-ttss", "gpt-5-nano-x",
    "gemini-2.0-flash-0x", "text-moderations", "kimi-k2.55", "magistral-smalll-2506", "gemma-3-5b-it",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6",
    "bedrock/arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc", "arn:aws:s3:::gpt-4o",
    "projects/p/locations/us-central1/endpoints/123456", "publishers/google/models/gemini-2.5-prox",
    "bedrock/us-east-1/1-month-commitment/anthropic.claude-v2:1", "bedrock/us-east-x/amazon.nova-pro-v1:0",
    "azure/mars/gpt-4o", "azure/eu/us/gpt-4o", "azure/my-deployment", "github_copilot/gpt-4o",
    "openrouter/openai/gpt-4o:onlin", "gpt-4o[1m]",
    "ft:gpt-4o-2024-08-06:acme", "ft:gpt-4o-2024-08-06x:acme::id", "ft:gpt-4ox:acme::id", "<synthetic>",
    "uz.anthropic.claude-sonnet-4-5-20250929-v1:0", "gemini-3.5-flash-9x", "gpt-4-123",
    "claude-2x", "claude-sonnet-4-5-9999", "nobody.amazon.nova-pro-v1:0",
    "sonnet", "auto", "arn:", "publishers/models/gemini-2.5-pro", "/gpt-4o", "openai//gpt-4o",
  ])
  func `a similar or opaque name leads to no model`(name: String) throws {
    #expect(try registry.resolve(name).map { "\($0.provider)/\($0.id)" } == nil)
  }

  @Test(arguments: [
    ("claude-sonnet-4-5x", "claude-sonnet-4-5"), ("claude-sonet-4-5", "claude-sonnet-4-5"),
    ("amazon.nova-prox-v1:0", "amazon.nova-pro-v1:0"), ("deepseek-chatt", "deepseek-chat"),
    ("gemini-2.5-prox", "gemini-2.5-pro"), ("gpt-4o-minii", "gpt-4o-mini"),
    ("vertex_ai/gemini-2.5-prox", "gemini-2.5-pro"), ("kimi-k2.55", "kimi-k2.5"),
    ("azure/eu/gpt-4oo", "gpt-4o"), ("publishers/google/models/gemini-2.5-prox", "gemini-2.5-pro"),
    ("bedrock/us-east-1/amazon.nova-prox-v1:0", "amazon.nova-pro-v1:0"),
  ])
  func `the nearest name of a damaged one is the one that was meant`(name: String, meant: String) throws {
    let nearest = try #require(try registry.nearestNames(to: name, limit: 3).first)
    #expect(nearest == meant || nearest.hasSuffix("/" + meant), "\(nearest)")
  }

  private func check(_ name: String, _ path: String, _ region: String?) throws {
    let model = try registry.resolve(name)
    #expect(model.map { "\($0.provider)/\($0.id)" } == path, "\(name)")
    #expect(registry.region(named: name) == region, "\(name)")
    #expect(try registry.resolve(name.uppercased()) == model)
  }
}
