import JSON
import Pricing

/// The provider files that an import makes, as they grow.
struct ProviderFiles {
  private let source: PriceImport.Source
  private let surroundings: PriceImport.Surroundings
  private var order: [String] = []
  private var headers: [String: JSONObject] = [:]
  private var models: [String: [JSONValue]] = [:]
  private var ids: [String: Set<String>] = [:]
  /// The models that are not taken over.
  private(set) var leftOut: [PriceImport.LeftOut] = []
  /// How many models came.
  private(set) var count = 0

  /// Starts with no files.
  init(_ source: PriceImport.Source, _ surroundings: PriceImport.Surroundings) {
    self.source = source
    self.surroundings = surroundings
  }

  /// Begins a provider's file, if there is none, with what the source says of the provider.
  mutating func begin(_ provider: String, name: String, members: JSONObject = JSONObject()) {
    guard headers[provider] == nil else { return }
    var header: JSONObject = ["format": 1, "provider": .string(provider), "name": .string(name)]
    for (key, value) in members { header[key] = value }
    header["currency"] = "USD"
    header["generated"] = .string(surroundings.today)
    headers[provider] = header
    order.append(provider)
  }

  /// Takes a model, or notes why not.
  ///
  /// - Parameters:
  ///   - name: The model's name in the source.
  ///   - obstacle: Why its price cannot be said, if so.
  mutating func add(_ model: ImportedModel, to provider: String, name: String, obstacle: String? = nil) {
    count += 1
    var model = model
    // Two services of one provider may sell models of one id; the second keeps its whole name.
    if ids[provider]?.contains(model.id.lowercased()) == true { model.id = name }
    let known = surroundings.model(provider, model.id)
    if !model.isPriced, let obstacle {
      leftOut.append(PriceImport.LeftOut(name: name, reason: obstacle))
    } else if !model.isPriced, known?.prices.contains(where: \.isKnown) == true {
      leftOut.append(
        PriceImport.LeftOut(name: name, reason: "it has no price there; the price that is known here stays"))
    } else if ids[provider, default: []].insert(model.id.lowercased()).inserted {
      models[provider, default: []].append(
        model.json(known: known, source: source, today: surroundings.today))
    } else {
      leftOut.append(
        PriceImport.LeftOut(name: name, reason: "\(provider) already has a model of the id \"\(model.id)\""))
    }
  }

  /// Notes an entry that is not a model with a price.
  mutating func leaveOut(_ name: String, _ reason: String) {
    count += 1
    leftOut.append(PriceImport.LeftOut(name: name, reason: reason))
  }

  /// The import with all that came.
  var result: PriceImport {
    var result = PriceImport(source: source)
    result.models = count
    result.leftOut = leftOut
    for provider in order.sorted() {
      guard var root = headers[provider], let models = models[provider] else { continue }
      result.incomplete += models.count { $0.object?["notes"] != nil }
      root["models"] = .array(models)
      result.files.append((provider, root))
    }
    return result
  }
}
