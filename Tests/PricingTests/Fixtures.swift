import CivilTime
import Foundation
import Pricing

/// The package's own price files, read once for all tests.
enum PriceFolder {
  static let path = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "schemas/pricing").path

  /// The files; their bytes live as long as the process.
  static let files: [PriceFile] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".json") }.sorted()
        .map { PriceFile(name: $0, contents: try Data(contentsOf: URL(filePath: path + "/" + $0))) }
    } catch { preconditionFailure("cannot read \(path): \(error)") }
  }()
}

extension PriceFile {
  /// A file whose bytes live as long as the process.
  init(name: String, contents: Data) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: contents.count, alignment: 1)
    copy.copyBytes(from: contents)
    // Written above, before the closure can run; only read afterwards and never freed.
    nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(copy)
    self.init(name: name) { bytes }
  }

  /// A file of one provider `acme` with these members of one model.
  init(acme model: String, id: String = "m") {
    let text = """
      {"format": 1, "provider": "acme", "name": "Acme", "currency": "USD", "generated": "2026-11-20",
       "models": [{"id": "\(id)", "kind": "chat", "modalities": {"input": ["text"], "output": ["text"]},
        "lifecycle": {"status": "active"}, "source": ["test"], "last_verified": "2026-11-20", \(model)}]}
      """
    self.init(name: "acme.json", contents: Data(text.utf8))
  }
}

extension Model {
  /// The model `acme/m` with these prices, a JSON array.
  static func acme(prices: String) throws -> Model {
    let registry = PriceRegistry(files: [PriceFile(acme: "\"prices\": \(prices)")])
    return try registry.models(of: "acme")[0]
  }
}

extension PricingConditions {
  /// Noon on 2026-11-20, Friday, standard tier.
  static let standard = PricingConditions(at: Instant(milliseconds: 1_795_176_000_000))

  /// Noon on 2026-11-20 in that tier.
  static func tier(_ tier: String) -> PricingConditions {
    PricingConditions(at: standard.at, serviceTier: tier)
  }
}
