import Pricing
import Testing

@Suite struct ResolveTests {
  private let registry = PriceRegistry(files: PriceFolder.files)

  @Test(arguments: [
    ("gpt-4o", "openai", "gpt-4o"), ("GPT-4o", "openai", "gpt-4o"), (" gpt-4o\n", "openai", "gpt-4o"),
    ("openai/gpt-4o", "openai", "gpt-4o"), ("claude-3-opus", "anthropic", "claude-3-opus-latest"),
    ("models/gemini-2.5-pro", "google", "gemini-2.5-pro"), ("gemini-2.5-pro", "google", "gemini-2.5-pro"),
    ("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
    ("claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5"),
    ("sonar-pro", "perplexity", "sonar-pro"),
    ("whisper-1", "openai", "whisper-1"), ("grok-4", "xai", "grok-4-0709"),
  ])
  func `a bare name leads to its provider's model`(name: String, provider: String, id: String) throws {
    let model = try #require(try registry.resolve(name))
    #expect(model.provider == provider)
    #expect(model.id == id)
  }

  @Test(arguments: [
    "", " ", "gpt", "gpt-4oo", "gtp-4o", "claude", "no/such/model", "openai/", "\u{0}", "ünknown",
  ])
  func `a similar name is not the model`(name: String) throws {
    #expect(try registry.resolve(name) == nil)
  }

  @Test func `a dated snapshot is its model and a changed date is not a version`() throws {
    let plain = try #require(try registry.resolve("gpt-5.6-luna"))
    for name in ["gpt-5.6-luna-20260801", "gpt-5.6-luna-2026-08-01", "GPT-5.6-LUNA@20260801"] {
      #expect(try registry.resolve(name)?.id == plain.id, "\(name)")
    }
    for name in ["gpt-5.6-luna-2026", "gpt-5.6-luna-2026-08-01x", "gpt-5.6-luna-2026080a"] {
      #expect(try registry.resolve(name)?.id != plain.id, "\(name)")
    }
  }

  @Test func `an entry of its own wins over a broad rule that fits the name with its prefix`() throws {
    #expect(try registry.resolve("bedrock/eu.amazon.nova-lite-v1:0")?.id == "eu.amazon.nova-lite-v1:0")
  }

  @Test func `a provider without the model asks its fallback providers`() throws {
    let model = try #require(try registry.resolve("claude-3-opus", provider: "azure"))
    #expect(model.provider == "anthropic")
    #expect(try registry.resolve("claude-3-opus", provider: "xai") == nil)
  }

  @Test func `an unknown provider leaves it to the name`() throws {
    #expect(try registry.resolve("gpt-4o", provider: "my-proxy")?.provider == "openai")
    #expect(try registry.resolve("gpt-4o", provider: "Azure-OpenAI")?.provider == "azure")
  }

  @Test func `remembered answers are those of the first time`() throws {
    let names = try registry.allModels().map(\.id)
    for name in names.prefix(1_500) {
      let once = try registry.resolve(name)
      #expect(try registry.resolve(name) == once)
    }
  }

  @Test(arguments: [
    ("gtp-4o", "gpt-4o"), ("gpt-5-mni", "gpt-5-mini"), ("claude-sonet-4-5", "claude-sonnet-4-5"),
    ("openai/gtp-4o", "gpt-4o"), ("gemini-2.5-por", "gemini-2.5-pro"),
  ])
  func `the nearest names come first and resolve`(name: String, nearest: String) throws {
    let names = try registry.nearestNames(to: name, limit: 3)
    #expect(names.first == nearest)
    #expect(names.count <= 3)
    for name in names { #expect(try registry.resolve(name) != nil, "\(name)") }
  }

  @Test func `nothing is near a name like no other`() throws {
    #expect(try registry.nearestNames(to: "zzzzzzzzzzzzzzzzzzzz", limit: 3).isEmpty)
  }
}
