import Foundation
import JSON
import Pricing
import Testing

@Suite struct OwnPriceTests {
  /// A file of a provider with one model, and more of the header and the model.
  private static func file(
    _ path: String, provider: String = "openai", id: String = "gpt-4o", input: String = "9",
    header: String = "",
    model: String = ""
  ) -> OwnPriceFile {
    let text = """
      {"format": 1, "provider": "\(provider)", "name": "Mine", "currency": "USD"\(header), "models": [
       {"id": "\(id)", "kind": "chat", "modalities": {"input": ["text"], "output": ["text"]},
        "prices": [{"tokens": {"input": "\(input)", "output": "99"}}], "lifecycle": {"status": "active"},
        "source": ["me"], "last_verified": "2026-11-20"\(model)}]}
      """
    return OwnPriceFile(path: path) { Array(text.utf8) }
  }

  private final class Log { var faults: [PriceFileFault] = [] }

  private static func registry(_ files: OwnPriceFile..., log: Log = Log()) -> PriceRegistry {
    PriceRegistry(
      files: PriceFolder.files,
      own: OwnPrices(
        files: { files },
        faults: { root in
          root.object?["models"]?.array?.first?.object?["id"] == "faulty"
            ? .invalid(JSONPointer(components: ["models", "0", "id"]), "is not wanted") : nil
        }, refused: { log.faults.append($0) }))
  }

  private func input(_ model: Model?) -> String? {
    model?.period(at: PricingConditions.standard.at)?.price(of: .input)?.usd
  }

  @Test func `a model of the same id replaces the built-in one and keeps its other names`() throws {
    let registry = Self.registry(Self.file("/p/openai.json"))
    #expect(try input(registry.resolve("gpt-4o")) == "9")
    #expect(try input(registry.resolve("gpt-4o-2024-08-06")) == "9")
    #expect(try input(registry.resolve("openai/GPT-4O")) == "9")
    #expect(try input(registry.resolve("gpt-4o-mini")) == "0.15")
    #expect(try registry.provider(named: "openai")?.name == "Mine")
    #expect(try registry.models(of: "openai").count == 136)
  }

  @Test func `a model of a new provider is found by its name alone where no other model has it`() throws {
    let acme = Self.file("/p/acme.json", provider: "acme", id: "Rocket-1", model: #", "aliases": ["rocket"]"#)
    let registry = Self.registry(acme)
    for name in ["rocket-1", "Rocket-1", "rocket", "acme/rocket-1"] {
      #expect(try registry.resolve(name)?.provider == "acme", "\(name)")
    }
    #expect(try registry.resolve("rocket-1", provider: "openai") == nil)
    let other = Self.file("/p/zenith.json", provider: "zenith", id: "rocket-1")
    let both = Self.registry(acme, other)
    #expect(try both.resolve("rocket-1") == nil)
    #expect(try both.resolve("zenith/rocket-1")?.provider == "zenith")
    // A name that shows a provider which has no such model.
    let gpt = Self.registry(Self.file("/p/acme.json", provider: "acme", id: "gpt-acme"))
    #expect(try gpt.resolve("gpt-acme")?.provider == "acme")
    let known = Self.registry(Self.file("/p/acme.json", provider: "acme", id: "gpt-4o"))
    #expect(try known.resolve("gpt-4o")?.provider == "openai")
  }

  @Test func `a price is a decimal in any spelling, or a number`() throws {
    for (written, text) in [
      (#""1.00""#, "1"), ("1", "1"), ("1.50", "1.5"), (#""0.50""#, "0.5"), ("0", "0"), ("2.5e-1", "0.25"),
      ("1e2", "100"),
      ("0.1", "0.1"), (#""10""#, "10"),
    ] {
      let model = try Model.acme(prices: #"[{"tokens": {"input": \#(written), "output": "99"}}]"#)
      #expect(input(model) == text, "\(written)")
    }
    for written in ["-1", #""-1""#, #""1e2""#, "1e99", "null", "true", #"".5""#] {
      #expect(throws: PricingError.self, "\(written)") {
        try Model.acme(prices: #"[{"tokens": {"input": \#(written)}}]"#)
      }
    }
  }

  @Test func `names that a file states are all that its model has`() throws {
    let registry = Self.registry(Self.file("/p/openai.json", model: #", "aliases": ["mine"], "match": []"#))
    #expect(try input(registry.resolve("openai/mine")) == "9")
    #expect(try registry.resolve("gpt-4o-2024-08-06")?.id != "gpt-4o")
  }

  @Test func `a new model comes first, also with a name that was another's`() throws {
    let registry = Self.registry(Self.file("/p/openai.json", id: "gpt-4o-2024-08-06"))
    #expect(try input(registry.resolve("gpt-4o-2024-08-06")) == "9")
    #expect(try input(registry.resolve("gpt-4o")) == "2.5")
    #expect(try registry.models(of: "openai").first?.id == "gpt-4o-2024-08-06")
  }

  @Test func `a new provider is added and takes no name from another`() throws {
    let header = #", "aliases": ["openai"], "model_hints": [{"prefix": "acme-"}, {"prefix": "gpt-"}]"#
    let registry = Self.registry(Self.file("/p/a.json", provider: "acme", id: "acme-1", header: header))
    #expect(try registry.providers.last == "acme")
    #expect(try input(registry.resolve("acme-1")) == "9")
    #expect(try registry.resolve("gpt-4o")?.provider == "openai")
    #expect(try registry.resolve("openai/gpt-4o")?.provider == "openai")
  }

  @Test func `of several files the last wins, model by model`() throws {
    let registry = Self.registry(
      Self.file("/p/a.json", input: "7"), Self.file("/p/b.json", input: "8"),
      Self.file("/p/c.json", id: "gpt-4o-mini", input: "1"))
    #expect(try input(registry.resolve("gpt-4o")) == "8")
    #expect(try input(registry.resolve("gpt-4o-mini")) == "1")
  }

  @Test func `a faulty file is left out with its header, told once, and the rest goes on`() throws {
    let log = Log()
    let registry = Self.registry(
      Self.file("/p/a.json", id: "faulty"), Self.file("/p/b.json", id: "gpt-4o-mini", input: "1"),
      OwnPriceFile(path: "/p/c.json") { nil },
      OwnPriceFile(path: "/p/d.json") { Array("{\"models\": []".utf8) },
      Self.file("/p/e.json", input: "1" + String(repeating: "0", count: 40)), log: log)
    #expect(try input(registry.resolve("gpt-4o-mini")) == "1")
    #expect(try input(registry.resolve("gpt-4o")) == "2.5")
    #expect(try registry.resolve("faulty") == nil)
    _ = try registry.allModels()
    #expect(Set(log.faults.map(\.file)) == ["/p/a.json", "/p/c.json", "/p/d.json", "/p/e.json"])
    #expect(log.faults.count == 4)
    #expect(registry.refusals == log.faults)
    #expect(
      log.faults.contains {
        $0.problem == .invalid(JSONPointer(components: ["models", "0", "id"]), "is not wanted")
      })
  }

  @Test func `without files nothing is different`() throws {
    let plain = PriceRegistry(files: PriceFolder.files)
    #expect(try Self.registry().allModels() == plain.allModels())
  }
}
