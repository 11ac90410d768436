import CivilTime
import Foundation
import Pricing
import TestSupport
import Testing

@Suite struct CatalogTests {
  @Test func `the header of every file comes before its models`() throws {
    for file in PriceFolder.files {
      let registry = PriceRegistry(files: [file])
      let provider = try #require(try registry.providers.first)
      #expect(file.name == provider + ".json")
      let text = String(decoding: file.bytes(), as: UTF8.self)
      let header = try #require(text.range(of: "\"models\""))
      for member in ["format", "provider", "name", "currency", "generated"] {
        let place = try #require(text.range(of: "\"\(member)\""))
        #expect(place.lowerBound < header.lowerBound, "\(file.name): \(member)")
      }
      let tail = try #require(text.lastIndex(of: "]"))
      #expect(text[tail...].allSatisfy { "]}\n ".contains($0) }, "\(file.name) has members after its models")
    }
  }

  @Test func `every file decodes and every id of it means its own model`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    #expect(try registry.providers.count == 33)
    #expect(try registry.catalogDate == "2026-11-20")
    var count = 0
    for provider in try registry.providers {
      for model in try registry.models(of: provider) {
        count += 1
        let found = try registry.resolve(model.id, provider: provider)
        #expect(found?.id == model.id && found?.provider == provider, "\(provider) \(model.id)")
      }
    }
    #expect(count == 2_592)
  }

  @Test func `every alias means its own model`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    for model in try registry.allModels() {
      for alias in model.aliases {
        let found = try registry.resolve(alias, provider: model.provider)
        #expect(found?.id == model.id && found?.provider == model.provider, "\(model.provider) \(alias)")
      }
    }
  }

  @Test func `every id means its own model with its provider's name or prefix before it`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    for model in try registry.allModels() where !exceptions.contains(model.provider + "/" + model.id) {
      let found = try registry.resolve(model.provider + "/" + model.id)
      #expect(found?.id == model.id && found?.provider == model.provider, "\(model.provider) \(model.id)")
    }
  }

  @Test func `an id of Bedrock without a region has the tiers of the same id in the United States`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    let short = Usage(disjoint: [(.input, 1_000), (.output, 1_000)])
    let others: [(usage: Usage, tier: String?)] = [
      (Usage(disjoint: [(.input, 400_000), (.cacheRead, 9_000), (.output, 1_000)]), nil), (short, "batch"),
      (Usage(disjoint: [(.input, 1_000), (.webSearch, 3)]), nil),
    ]
    var compared = 0
    for model in try registry.models(of: "amazon-bedrock") {
      guard let regional = try registry.resolve("us." + model.id, provider: "amazon-bedrock"), regional.id != model.id,
        let cost = try model.cost(of: short, under: .standard)?.amount,
        try regional.cost(of: short, under: .standard)?.amount == cost
      else { continue }
      compared += 1
      for (usage, tier) in others {
        let conditions = PricingConditions(at: PricingConditions.standard.at, serviceTier: tier)
        let costs = try [model, regional].map { try $0.cost(of: usage, under: conditions)?.amount }
        #expect(costs[0] == costs[1], "\(model.id), \(tier ?? "standard")")
      }
    }
    #expect(compared > 10)
  }

  /// Names that are themselves the id of another model.
  private let exceptions = ["perplexity/sonar"]

  @Test func `a bare id means its own model, another provider's of that name, or nothing`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    var own: [String: Int] = [:]
    for model in try registry.allModels() {
      guard let found = try registry.resolve(model.id) else { continue }
      if found.provider == model.provider {
        #expect(found.id == model.id, "\(model.provider) \(model.id)")
        own[model.provider, default: 0] += 1
      }
    }
    // The providers whose models people name without a provider.
    #expect(own["anthropic"] == 32 && own["xai"] == 57 && own["moonshot"] == 17 && own["zai"] == 22)
    #expect(own["openai"] == 120 && own["google"] == 70 && own["mistral"] == 89)
  }

  @Test func `only an empty period is not known, and only twelve models have one`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    let unknown = try registry.allModels().filter { $0.prices.contains { !$0.isKnown } }
    #expect(unknown.count == 12)
  }

  @Test func `periods are in order and do not overlap`() throws {
    for model in try PriceRegistry(files: PriceFolder.files).allModels() {
      for (earlier, later) in zip(model.prices, model.prices.dropFirst()) {
        let end = try #require(earlier.effectiveUntil)
        #expect(try #require(later.effectiveFrom) >= end, "\(model.provider) \(model.id)")
      }
    }
  }

  @Test func `fallback providers exist`() throws {
    let registry = PriceRegistry(files: PriceFolder.files)
    for provider in try registry.providers {
      for fallback in try #require(try registry.provider(named: provider)).fallback {
        #expect(try registry.provider(named: fallback)?.id == fallback)
      }
    }
  }

  @Test func `a file that is not of the format names its model and member`() throws {
    let registry = PriceRegistry(files: [PriceFile(acme: #""prices": [{"tokens": {"inputs": "1"}}]"#)])
    #expect(throws: PricingError.malformedCatalog(file: "acme.json", model: "m", member: "inputs")) {
      try registry.models(of: "acme")
    }
  }

  @Test func `a damaged file is an error or other prices, never a trap`() throws {
    let file = try #require(PriceFolder.files.first { $0.name == "deepseek.json" })
    let original = Data(file.bytes())
    let calls = [
      Usage(disjoint: [(.input, 150_000), (.cacheRead, 7), (.output, 9)]), Usage(disjoint: [(.page, 3)]),
    ]
    try forAll(seed: 77, count: 1_000) { random in
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        // Digits and marks keep more files readable than arbitrary bytes would.
        bytes[place] = Array("0123456789.-:\"e[]{}, azT".utf8).randomElement(using: &random) ?? 0
      }
      return bytes
    } check: { bytes in
      do {
        let registry = PriceRegistry(files: [PriceFile(name: "deepseek.json", contents: bytes)])
        for model in try registry.allModels() {
          for usage in calls { _ = try model.cost(of: usage, under: .tier("batch")) }
        }
      } catch is PricingError {}
      return true
    }
  }
}
