import JSON

/// The models of one provider, and the ways to find them; a model is decoded when it is first asked for.
final class ProviderCatalog {
  private let provider: String
  /// The models in the order of the file.
  private var entries: [CatalogEntry]
  /// Places in ``entries`` by id and alias in lower case; the first of equal names wins.
  private let places: [String: Int]
  /// Places of the user's own models, likewise.
  private let ownPlaces: [String: Int]

  /// Creates a catalog of a provider's models.
  ///
  /// - Parameter own: Places of the user's models, whose exact names win over the same names of other models.
  init(_ entries: [CatalogEntry], provider: String, own: Set<Int> = []) {
    let ownPlaces = Self.places(of: own.sorted(), in: entries)
    let places = Self.places(of: entries.indices.filter { !own.contains($0) }, in: entries)
    self.provider = provider
    self.entries = entries
    self.ownPlaces = ownPlaces
    self.places = places.merging(ownPlaces) { $1 }
  }

  /// The models' exact names, the first of equal ones.
  private static func places(
    of indices: [Int], in entries: [CatalogEntry]
  ) -> [String: Int] {
    var places: [String: Int] = [:]
    places.reserveCapacity(indices.count * 2)
    for place in indices {
      for name in CollectionOfOne(entries[place].id) + entries[place].aliases {
        let key = name.lowercased()
        if places[key] == nil { places[key] = place }
      }
    }
    return places
  }

  /// Returns all models in the order of the file.
  func models() throws(PricingError) -> [Model] {
    var models: [Model] = []
    models.reserveCapacity(entries.count)
    for place in entries.indices { models.append(try model(at: place)) }
    return models
  }

  /// Returns the user's model of that very name, in lower case.
  func ownModel(named name: String) throws(PricingError) -> Model? { try ownPlaces[name].map(model) }

  /// Returns the model that `name` means: one of that exact name, otherwise the first whose rule holds, with the
  /// name as it is and without a prefix; otherwise all of that with compact dates written with dashes.
  ///
  /// Exact names of every spelling come before rules, so that a broad rule which also fits the name with its
  /// prefix does not hide the entry of that very id.
  /// - Parameters:
  ///   - name: A name in lower case without spaces around it.
  ///   - prefixes: What may come before a name, in lower case.
  func model(named name: String, prefixes: [[UInt8]]) throws(PricingError) -> Model? {
    let bytes = Array(name.utf8)
    let spellings = [bytes] + prefixes.filter { bytes.starts(with: $0) }.map { Array(bytes[$0.count...]) }
    return try (place(among: spellings) ?? place(among: spellings.compactMap(\.withDashedDates))).map(model)
  }

  private func place(among spellings: [[UInt8]]) -> Int? {
    for spelling in spellings {
      if let place = places[String(decoding: spelling, as: UTF8.self)] { return place }
    }
    for spelling in spellings {
      let place = entries.firstIndex { $0.rules.contains { $0.matches(spelling) } }
      if let place { return place }
    }
    return nil
  }

  private func model(at place: Int) throws(PricingError) -> Model {
    switch entries[place].content {
    case .read(let model): return model
    case .bytes(let bytes, let file):
      let value: JSONValue
      do { value = try JSONParser.parse(bytes) } catch { throw .malformedJSON(file: file, error) }
      var decoder = CatalogDecoder(file: file)
      let model = try decoder.model(value, provider: provider)
      entries[place].content = .read(model)
      return model
    }
  }
}
