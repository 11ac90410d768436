import Foundation
import Pricing

/// A catalog of a few models whose prices a test can reckon with in its head.
struct SmallCatalog {
  /// Models of providers, each as JSON after its id.
  var models: [(provider: String, id: String, json: String)] = []

  /// Adds a model for text at these dollars per million tokens: 10 % of input for cache reads, 125 % for writes, 200 %
  /// for those of an hour, half of all in batch service.
  mutating func add(
    _ id: String, of provider: String = "anthropic", input: Double, output: Double, window: Int = 200_000,
    can capabilities: [String] = ["tools", "vision"], lifecycle: String = "active"
  ) {
    func prices(_ factor: Double) -> String {
      let prices = [
        ("input", input), ("output", output), ("cache_read", input / 10), ("cache_write", input * 1.25),
        ("cache_write_1h", input * 2),
      ]
      return "{" + prices.map { "\"\($0)\": \"\($1 * factor)\"" }.joined(separator: ", ") + "}"
    }
    let quoted = capabilities.map { "\"\($0)\"" }.joined(separator: ", ")
    models.append(
      (
        provider, id,
        """
        "kind": "chat", "modalities": {"input": ["text"], "output": ["text"]}, "context_window": \(window),
        "max_output_tokens": 8000, "capabilities": [\(quoted)], "lifecycle": {"status": "\(lifecycle)"},
        "prices": [{"tokens": \(prices(1)), "overrides": [{"when": {"service": "batch"}, "tokens": \(prices(0.5))}]}],
        "source": ["test"], "last_verified": "2026-11-20"
        """
      ))
  }

  /// The catalog as the program reads it.
  var registry: PriceRegistry {
    let providers = Dictionary(grouping: models, by: \.provider)
    return PriceRegistry(
      files: providers.map { provider, models in
        let list = models.map { "{\"id\": \"\($0.id)\", \($0.json)}" }.joined(separator: ",\n")
        let text = """
          {"format": 1, "provider": "\(provider)", "name": "\(provider)", "currency": "USD", "generated": "2026-11-20",
           "models": [\(list)]}
          """
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        copy.copyBytes(from: text.utf8)
        // Written above, before the closure can run; only read afterwards and never freed.
        nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(copy)
        return PriceFile(name: "\(provider).json") { bytes }
      })
  }
}
