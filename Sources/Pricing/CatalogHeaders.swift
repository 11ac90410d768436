import JSON

/// What all price files say of their providers, the user's own laid over those that are compiled in.
struct CatalogHeaders {
  /// A provider and the files that name it.
  struct Entry {
    /// What is said of the provider.
    var header: ProviderHeader
    /// The compiled-in file; nil for a provider of the user's.
    let file: PriceFile?
    /// The user's files, the strongest last.
    var own: [OwnPriceFile] = []
    /// The members behind `header`.
    fileprivate var members: JSONObject
  }

  /// The providers; those of the user come last, so that they take no names from the others.
  private(set) var entries: [Entry] = []
  /// Places in ``entries`` by id and alias in lower case.
  private(set) var places: [String: Int] = [:]

  /// Adds a compiled-in file.
  mutating func add(_ file: PriceFile) throws(PricingError) {
    let members: JSONObject
    do { members = try JSONParser.members(of: file.bytes(), before: "models") } catch {
      throw PricingError.malformedJSON(file: file.name, error)
    }
    let header = try CatalogDecoder(file: file.name).header(members)
    entries.append(Entry(header: header, file: file, members: members))
    name(header, at: entries.count - 1)
  }

  /// Lays a file of the user's over the provider of its id, or adds that provider.
  mutating func lay(_ file: OwnPriceFile) throws(PriceFileFault) {
    let members = try file.header()
    guard let id = members["provider"]?.string else {
      throw PriceFileFault(
        file: file.path, problem: .invalid(.root, "the text `provider` must come before `models`"))
    }
    let place = entries.firstIndex { $0.header.id == id }
    var merged = place.map { entries[$0].members } ?? JSONObject()
    for (key, value) in members { merged[key] = value }
    let header: ProviderHeader
    do throws(PricingError) { header = try CatalogDecoder(file: file.path).header(merged) } catch {
      throw PriceFileFault(file: file.path, problem: .header(error))
    }
    if let place {
      entries[place].header = header
      entries[place].members = merged
      entries[place].own.append(file)
    } else {
      entries.append(Entry(header: header, file: nil, own: [file], members: merged))
    }
    name(header, at: place ?? entries.count - 1)
  }

  private mutating func name(_ header: ProviderHeader, at place: Int) {
    for name in [header.id] + header.aliases where places[name.lowercased()] == nil {
      places[name.lowercased()] = place
    }
  }
}

extension PriceFileFault.Problem {
  /// The problem of a member before the models.
  fileprivate static func header(_ error: PricingError) -> Self {
    guard case .malformedCatalog(_, _, let member) = error else { return .invalid(.root, "does not fit") }
    return .invalid(JSONPointer(components: [member]), "is missing or not what the format wants")
  }
}
