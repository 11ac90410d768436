import CivilTime
import JSON
import PriceImport
import Pricing
import Server
import Service

/// A file with prices: one of the catalog's format, or one of another project.
struct PriceSourceFile {
  private let path: String
  private let registry: PriceRegistry
  private let host: Host

  /// Names the file; what it says is compared with the registry.
  init(_ path: String, _ registry: PriceRegistry, _ host: Host) {
    self.path = DataFolder.path(path, host)
    self.registry = registry
    self.host = host
  }

  /// Returns the prices of another project.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read or is of no known source.
  func imported() throws -> PriceImport {
    let bytes = try contents()
    do throws(PriceImport.Fault) {
      return try PriceImport.read(bytes, in: surroundings())
    } catch {
      throw CommandFailure(status: .badData, message: "\(path) \(Self.text(error))")
    }
  }

  /// Returns the contents of provider files: this one, or those that an import makes of it.
  func files() throws -> [(name: String, root: JSONValue)] {
    if let root = try catalogFile() { return [(path, root)] }
    return try imported().files.map { ($0.provider, .object($0.root)) }
  }

  private func catalogFile() throws -> JSONValue? {
    guard let root = parsed(try contents()), root.object?["models"] != nil, root.object?["provider"] != nil
    else {
      return nil
    }
    if let fault = PriceFileFaults(path: path, read: { host.readFile(path) }).all.first {
      throw CommandFailure(status: .badData, message: "\(path): \(PriceFileSentences.text(fault))")
    }
    return root
  }

  private func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do { return try JSONParser.parse(bytes) } catch { return nil }
  }

  private func contents() throws -> [UInt8] {
    guard let bytes = host.readFile(path) else {
      throw CommandFailure(
        status: .inputOutput, message: "the file \(path) cannot be read; check its name and permissions")
    }
    return bytes
  }

  private func surroundings() -> PriceImport.Surroundings {
    var models: [String: [String: Model]] = [:]
    return PriceImport.Surroundings(
      today: String(host.now().description.prefix(10)),
      provider: { [registry] name in quietly { try registry.provider(named: name)?.id } },
      model: { [registry] provider, id in
        let known =
          models[provider]
          ?? Dictionary(
            (quietly { try registry.models(of: provider) } ?? []).map { ($0.id.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first })
        models[provider] = known
        return known[id.lowercased()]
      })
  }

  private static func text(_ fault: PriceImport.Fault) -> String {
    switch fault {
    case .unreadable(let offset):
      "is neither JSON (byte \(offset)) nor the data.py of genai-prices; download it again"
    case .unknownSource:
      "is of no known kind; known are LiteLLM's model_prices_and_context_window.json and the data.json of genai-prices"
    }
  }
}

/// Returns a value of the compiled-in catalog, which tests check; nil where it should fail all the same.
private func quietly<Value>(_ read: () throws -> Value?) -> Value? {
  do { return try read() } catch { return nil }
}
