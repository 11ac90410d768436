import Pricing
import Testing

/// Names as clouds, gateways and their users spell them.
@Suite struct NameTests {
  private let registry = PriceRegistry(files: PriceFolder.files)

  @Test(arguments: [
    // Provider prefixes.
    ("openai/gpt-4o", "openai/gpt-4o"), ("xai/grok-4", "xai/grok-4-0709"), ("x-ai/grok-4", "xai/grok-4-0709"),
    ("deepseek/deepseek-chat", "deepseek/deepseek-chat"), ("dashscope/qwen-max", "alibaba/qwen-max"),
    ("mistral/mistral-large-latest", "mistral/mistral-large-latest"),
    ("perplexity/sonar-pro", "perplexity/sonar-pro"),
    ("groq/llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile"),
    (
      "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo",
      "together/meta-llama/Llama-3.3-70B-Instruct-Turbo"
    ),
    (
      "fireworks_ai/accounts/fireworks/models/deepseek-v3", "fireworks/accounts/fireworks/models/deepseek-v3"
    ),
    // Google's two services and its resource names.
    ("models/gemini-2.5-flash", "google/gemini-2.5-flash"),
    ("gemini/gemini-2.5-pro", "google/gemini-2.5-pro"),
    ("vertex_ai/gemini-2.5-pro", "vertex/gemini-2.5-pro"), ("vertex/gemini-2.5-pro", "vertex/gemini-2.5-pro"),
    ("vertex_ai/claude-sonnet-4-5@20250929", "vertex/claude-sonnet-4-5"),
    ("gemini-2.5-pro-preview-06-05", "google/gemini-2.5-pro"),
    // Azure.
    ("azure/gpt-4o", "azure/gpt-4o"), ("azure/gpt-4o-2024-11-20", "azure/gpt-4o"),
    ("azure_ai/deepseek-r1", "azure/deepseek-r1"),
    // OpenRouter, where the maker's name is part of the id and `:free` is a model of its own.
    ("openrouter/openai/gpt-4o", "openrouter/openai/gpt-4o"),
    ("openrouter/anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5"),
    ("openrouter/deepseek/deepseek-r1:free", "openrouter/deepseek/deepseek-r1:free"),
    // Bedrock's regions.
    (
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "amazon-bedrock/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"
    ),
    (
      "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "amazon-bedrock/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"
    ),
    (
      "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
      "amazon-bedrock/regional.anthropic.claude-haiku-4-5-20251001-v1:0"
    ),
    ("global.anthropic.claude-opus-4-6-v1", "amazon-bedrock/global.anthropic.claude-opus-4-6-v1:0"),
    ("amazon.nova-pro-v1:0", "amazon-bedrock/amazon.nova-pro-v1:0"),
    ("apac.amazon.nova-pro-v1:0", "amazon-bedrock/apac.amazon.nova-pro-v1:0"),
    // Dated snapshots.
    ("gpt-4o-2024-08-06", "openai/gpt-4o"), ("gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"),
    ("gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"), ("o3-mini-2025-01-31", "openai/o3-mini"),
    ("claude-opus-4-1@20250805", "anthropic/claude-opus-4-1"),
    ("claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"),
    ("ft:gpt-4o-mini-2024-07-18:acme::x", "openai/ft:gpt-4o-mini"),
  ])
  func `a name of a cloud or gateway is the model that it sells`(name: String, path: String) throws {
    let model = try registry.resolve(name)
    #expect(model.map { "\($0.provider)/\($0.id)" } == path)
    #expect(try registry.resolve(name.uppercased()) == model)
  }

  @Test(arguments: [
    // Nobody sells these under that name, however near it is to one that somebody does.
    "openrouter/nobody/claude-9", "openrouter/openai/gpt-4o:gratis", "us.anthropic.claude-imaginary-v1:0",
    "vertex_ai/gpt-4o", "models/gpt-4o", "azure/gpt-9", "azure/my-deployment", "gpt-4o-minii", "gpt-40",
    "gpt-4o-2024", "gpt-4o-2024-08-06-x", "gpt-4o-mini-mini", "bedrock/nobody.gpt-4o", "xai/gpt-4o",
    "groq/gpt-4o",
    "mistral/claude-sonnet-4-5", "anthropic/gpt-4o", "gemini/claude-sonnet-4-5x-gpt",
    "cohere.command-r-minus-v1:0",
    "dashscope/qwen-maxx",
  ])
  func `a name that is only near to one is none`(name: String) throws {
    let model = try registry.resolve(name)
    #expect(model == nil, "\(model.map { "\($0.provider)/\($0.id)" } ?? "")")
  }

  @Test func `every id leads to its own model, alone or behind its provider`() throws {
    let models = try registry.allModels()
    let ids = Set(models.map(\.id))
    // Perplexity sells one model as `sonar` and another as `perplexity/sonar`: the exact name wins.
    for model in models where !ids.contains("\(model.provider)/\(model.id)") {
      let found = try registry.resolve("\(model.provider)/\(model.id)")
      let isSame = found?.id.lowercased() == model.id.lowercased() && found?.provider == model.provider
      #expect(isSame, "\(model.provider)/\(model.id)")
      for alias in model.aliases {
        let found = try registry.resolve(alias, provider: model.provider)
        #expect(found?.provider == model.provider, "\(alias)")
      }
    }
  }
}
