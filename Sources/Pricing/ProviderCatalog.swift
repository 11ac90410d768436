/// The models of one provider, decoded, and the ways to find them.
struct ProviderCatalog {
  /// The models in the order of the file.
  let models: [Model]
  /// Places in ``models`` by id and alias in lower case; the first of equal names wins.
  private let places: [String: Int]
  /// Places of the user's own models, likewise.
  private let ownPlaces: [String: Int]
  /// Rules in the order of the file, each with its model's place.
  private let rules: [(rule: MatchRule, place: Int)]

  /// Creates a catalog of models with their rules.
  ///
  /// - Parameter own: Places of the user's models, whose exact names win over the same names of other models.
  init(_ entries: [(model: Model, rules: [MatchRule])], own: Set<Int> = []) {
    let ownPlaces = Self.places(of: own.sorted(), in: entries)
    let places = Self.places(of: entries.indices.filter { !own.contains($0) }, in: entries)
    var rules: [(MatchRule, Int)] = []
    for (place, entry) in entries.enumerated() {
      for rule in entry.rules { rules.append((rule, place)) }
    }
    models = entries.map(\.model)
    self.ownPlaces = ownPlaces
    self.places = places.merging(ownPlaces) { $1 }
    self.rules = rules
  }

  /// The models' exact names, the first of equal ones.
  private static func places(
    of indices: [Int], in entries: [(model: Model, rules: [MatchRule])]
  ) -> [String: Int] {
    var places: [String: Int] = [:]
    places.reserveCapacity(indices.count * 2)
    for place in indices {
      for name in CollectionOfOne(entries[place].model.id) + entries[place].model.aliases {
        let key = name.lowercased()
        if places[key] == nil { places[key] = place }
      }
    }
    return places
  }

  /// Returns the user's model of that very name, in lower case.
  func ownModel(named name: String) -> Model? { ownPlaces[name].map { models[$0] } }

  /// Returns the model that `name` means: one of that exact name, otherwise the first whose rule holds, with the
  /// name as it is and without a prefix; otherwise all of that with compact dates written with dashes.
  ///
  /// Exact names of every spelling come before rules, so that a broad rule which also fits the name with its
  /// prefix does not hide the entry of that very id.
  /// - Parameters:
  ///   - name: A name in lower case without spaces around it.
  ///   - prefixes: What may come before a name, in lower case.
  func model(named name: String, prefixes: [[UInt8]]) -> Model? {
    let bytes = Array(name.utf8)
    let spellings = [bytes] + prefixes.filter { bytes.starts(with: $0) }.map { Array(bytes[$0.count...]) }
    return model(among: spellings) ?? model(among: spellings.compactMap(\.withDashedDates))
  }

  private func model(among spellings: [[UInt8]]) -> Model? {
    for spelling in spellings {
      if let place = places[String(decoding: spelling, as: UTF8.self)] { return models[place] }
    }
    for spelling in spellings {
      if let match = rules.first(where: { $0.rule.matches(spelling) }) { return models[match.place] }
    }
    return nil
  }
}
