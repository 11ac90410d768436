import CivilTime
import Pricing
import Testing

@Suite struct FamilyTests {
  private let registry = PriceRegistry(files: PriceFolder.files)
  private let makers = ["anthropic", "deepseek", "google", "mistral", "moonshot", "openai", "xai"]

  private func family(_ name: String) throws -> [String] {
    try registry.family(named: name, of: makers, at: PricingConditions.standard.at).map(\.id)
  }

  @Test(arguments: [
    ("opus", ["claude-opus-5-5", "claude-opus-5", "claude-opus-4-8"]),
    ("sonnet", ["claude-sonnet-5-5", "claude-sonnet-5", "claude-sonnet-4-6"]),
    ("Sonnet 4.6", ["claude-sonnet-4-6"]), ("claude sonnet 4", ["claude-sonnet-4-6", "claude-sonnet-4-5"]),
    ("anthropic/haiku", ["claude-haiku-5-5", "claude-haiku-4-5"]),
    ("gemini flash 3.8", ["gemini-3.8-flash"]), ("kimi", ["kimi-k3.1-pro", "kimi-k3.1-pro-highspeed", "kimi-k3"]),
    ("gpt 6 luna", ["gpt-6-luna"]), ("GPT 5 Mini", ["gpt-5-mini", "gpt-5.4-mini"]),
    ("grok 4", ["grok-4.7", "grok-4.6", "grok-4.5", "grok-4.3"]),
  ])
  func `a family has its newest models first`(name: String, first: [String]) throws {
    #expect(try Array(family(name).prefix(first.count)) == first)
  }

  @Test(arguments: [
    ("gpt 5", "gpt-5"), ("gpt5", "gpt-5."), ("flash", "flash"), ("claude", "claude-"), ("qwen", "qwen"),
  ])
  func `a family holds models that can be called and have a price`(name: String, start: String) throws {
    let models = try registry.family(named: name, of: makers, at: PricingConditions.standard.at)
    #expect(models.count > 3)
    #expect(try #require(models.first).id.lowercased().contains(start))
    #expect(
      models.allSatisfy { $0.lifecycle == .active && $0.period(at: PricingConditions.standard.at)?.isKnown == true })
  }

  @Test(arguments: ["opus", "gpt 5", "llama", "qwen", "command", "whisper", "claude 3.5 sonnet"])
  func `each model of a family has a name that leads to a model of that id`(name: String) throws {
    let models = try registry.family(named: name, of: makers, at: PricingConditions.standard.at)
    #expect(!models.isEmpty)
    for model in models {
      let found = try registry.resolve(try registry.name(of: model))
      #expect(found?.id == model.id, "\(model.provider)/\(model.id)")
    }
  }

  @Test(arguments: ["", "5", "my-own", "gpt-9", "claude-opus-9", "-", "é", String(repeating: "claude ", count: 500)])
  func `a name that no model's words hold is no family's`(name: String) throws {
    #expect(try family(name).isEmpty)
  }

  @Test(arguments: [
    ("claude-opus-5", "claude-opus-4-8"), ("claude-sonnet-4-5-20250929", "claude-3-7-sonnet-20250219"),
    ("gpt-6.1-sol", "gpt-6-sol"), ("gpt-5.6-luna", "gpt-5.4-nano"), ("grok-4.3", "grok-4.20"),
    ("kimi-k3.1-pro", "kimi-k2.7-code"), ("qwen3.8-flash", "qwen3-max"), ("deepseek-v4-flash", "deepseek-v3.2"),
    ("gpt-4.1", "gpt-4o"), ("llama-3.3-8b-instruct", "llama-3.1-405b-instruct"), ("gpt-4o-2024-08-06", "gpt-4o"),
  ])
  func `the numbers of names tell which model is newer`(newer: String, older: String) throws {
    func model(_ id: String) throws -> Model {
      let file = PriceFile(acme: #""aliases": [], "prices": [{}]"#, id: id)
      return try PriceRegistry(files: [file]).models(of: "acme")[0]
    }
    #expect(try model(newer).isNewer(than: model(older)))
    #expect(try !model(older).isNewer(than: model(newer)))
  }
}
