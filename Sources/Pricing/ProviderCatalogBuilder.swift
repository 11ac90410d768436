import JSON

/// Puts the models of one provider together: the compiled-in file, and the user's files over it.
struct ProviderCatalogBuilder {
  private let provider: String
  private var base: [CatalogEntry] = []
  /// Places in ``base`` by id in lower case.
  private var basePlaces: [String: Int] = [:]
  /// The user's models, in the order in which they came.
  private var own: [CatalogEntry] = []
  /// Places in ``own`` by id in lower case.
  private var ownPlaces: [String: Int] = [:]

  /// Starts with no models.
  init(provider: String) { self.provider = provider }

  /// Takes the models of a compiled-in file; only their names are read.
  mutating func add(_ file: PriceFile) throws(PricingError) {
    let models: [(members: JSONObject, bytes: UnsafeRawBufferPointer)]
    do { models = try JSONParser.elements(of: file.bytes(), under: "models", keeping: Self.names) } catch {
      throw PricingError.malformedJSON(file: file.name, error)
    }
    let decoder = CatalogDecoder(file: file.name)
    for model in models {
      let entry = try decoder.entry(model.members, of: .bytes(model.bytes, file: file.name))
      basePlaces[entry.id.lowercased()] = base.count
      base.append(entry)
    }
  }

  private static let names = JSONProjection("id", "aliases", "match")

  /// Lays the models of a user's file over those that are there; nothing changes when it is faulty.
  mutating func lay(
    _ file: OwnPriceFile, faults: (JSONValue) -> PriceFileFault.Problem?
  ) throws(PriceFileFault) {
    let root = try file.contents()
    if let problem = faults(root) { throw PriceFileFault(file: file.path, problem: problem) }
    var laid = own
    var places = ownPlaces
    for (index, value) in (root.object?["models"]?.array ?? []).enumerated() {
      var decoder = CatalogDecoder(file: file.path)
      do throws(PricingError) {
        let model = try decoder.model(value, provider: provider)
        var entry = try decoder.entry(value.object ?? JSONObject(), of: .read(model))
        let key = entry.id.lowercased()
        if let place = basePlaces[key] { keepNames(base[place], in: &entry, unlessIn: value) }
        if let place = places[key] {
          laid[place] = entry
        } else {
          places[key] = laid.count
          laid.append(entry)
        }
      } catch {
        throw PriceFileFault(file: file.path, problem: .model(index, error))
      }
    }
    own = laid
    ownPlaces = places
  }

  /// The models: new ones of the user's first, then the others, those replaced in their old place.
  var catalog: ProviderCatalog {
    let new = own.filter { basePlaces[$0.id.lowercased()] == nil }
    var entries = new + base
    var ownPlaces = Set(new.indices)
    for entry in own {
      guard let place = basePlaces[entry.id.lowercased()] else { continue }
      entries[new.count + place] = entry
      ownPlaces.insert(new.count + place)
    }
    return ProviderCatalog(entries, provider: provider, own: ownPlaces)
  }

  /// A file that says nothing of a model's other names leaves it those that it had.
  private func keepNames(_ old: CatalogEntry, in entry: inout CatalogEntry, unlessIn value: JSONValue) {
    if value.object?["aliases"] == nil { entry.take(aliases: old.aliases) }
    if value.object?["match"] == nil { entry.rules = old.rules }
  }
}

extension PriceFileFault.Problem {
  /// The problem of one model that the format's schema cannot see, such as a number that is too large.
  static func model(_ index: Int, _ error: PricingError) -> Self {
    let pointer = JSONPointer.root.appending("models").appending(index)
    guard case .malformedCatalog(_, _, let member) = error else { return .invalid(pointer, "does not fit") }
    return .invalid(pointer, "`\(member)` cannot be used; check its number, date or time")
  }
}
