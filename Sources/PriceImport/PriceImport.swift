package import JSON
package import Pricing

/// Prices of another project in the format of the catalog.
package struct PriceImport {
  /// Where prices can be taken from.
  package enum Source: String, Sendable {
    /// LiteLLM's `model_prices_and_context_window.json`.
    case litellm
    /// The data file of genai-prices: `data.json`, `data_slim.json`, or `data.py` of its Python package.
    case genai = "genai-prices"
  }

  /// A model that is not taken over.
  package struct LeftOut: Hashable, Sendable {
    /// Its name in the source.
    package let name: String
    /// Why.
    package let reason: String
  }

  /// Why nothing can be taken over.
  package enum Fault: Error, Hashable {
    /// The file is neither JSON nor data of Python: the first byte that is not understood.
    case unreadable(offset: Int)
    /// The file is readable but is of no known source.
    case unknownSource
  }

  /// What an import knows of its surroundings.
  package struct Surroundings {
    /// The day on which the files are made, `YYYY-MM-DD`.
    package let today: String
    /// Returns the id of a provider by id or alias, or nil.
    package let provider: (String) -> String?
    /// Returns a model that the catalog has, by provider and id.
    package let model: (String, String) -> Model?

    /// Creates surroundings.
    package init(
      today: String, provider: @escaping (String) -> String?, model: @escaping (String, String) -> Model?
    ) {
      self.today = today
      self.provider = provider
      self.model = model
    }
  }

  /// Where the prices came from.
  package let source: Source
  /// One file's contents by provider, in the order of the providers.
  package internal(set) var files: [(provider: String, root: JSONObject)] = []
  /// How many models the source has.
  package internal(set) var models = 0
  /// Those that are not taken over.
  package internal(set) var leftOut: [LeftOut] = []
  /// How many are taken over without something that the format cannot say.
  package internal(set) var incomplete = 0

  init(source: Source) { self.source = source }

  /// Reads a file of any known source.
  package static func read(_ bytes: [UInt8], in surroundings: Surroundings) throws(Fault) -> PriceImport {
    let root = try parsed(bytes)
    if let providers = root.array, providers.first?.object?["models"]?.array != nil {
      return GenaiImport(surroundings).read(providers)
    }
    if let entries = root.object, entries.contains(where: { $0.1.object?["litellm_provider"] != nil }) {
      return LiteLLMImport(surroundings).read(entries)
    }
    throw Fault.unknownSource
  }

  private static func parsed(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    do { return try JSONParser.parse(bytes) } catch {
      if let list = PythonData.list(in: bytes) { return list }
      throw Fault.unreadable(offset: error.offset)
    }
  }
}
