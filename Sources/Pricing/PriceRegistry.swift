import JSON

/// One provider's price file, such as the ones compiled into the program.
package struct PriceFile: Sendable {
  /// The name without folder, such as `openai.json`.
  package let name: String
  /// Its bytes, valid as long as the registry that reads them.
  package let bytes: @Sendable () -> UnsafeRawBufferPointer

  /// Creates a file whose bytes are not copied.
  package init(name: String, bytes: @escaping @Sendable () -> UnsafeRawBufferPointer) {
    self.name = name
    self.bytes = bytes
  }
}

/// The price catalog: finds the model that a name means.
///
/// Creating one reads nothing. The headers of all files are read when a name first needs them, the models of
/// a provider when they are first asked for. Confined to one thread.
package final class PriceRegistry {
  private let files: [PriceFile]
  private var loadedHeaders: Headers?
  private var catalogs: [Int: ProviderCatalog] = [:]
  private var answers: [Question: Model?] = [:]

  private struct Headers {
    var providers: [ProviderHeader] = []
    /// Places in ``providers``, and in the files, by id and alias in lower case.
    var places: [String: Int] = [:]
  }

  private struct Question: Hashable {
    let model: String
    let provider: String?
  }

  /// Creates a registry over one file per provider.
  package init(files: [PriceFile]) { self.files = files.sorted { $0.name < $1.name } }

  /// The providers' ids in alphabetical order.
  package var providers: [String] {
    get throws(PricingError) { try headers().providers.map(\.id) }
  }

  /// The newest day on which a file was made, `YYYY-MM-DD`; empty without files.
  package var catalogDate: String {
    get throws(PricingError) { try headers().providers.map(\.generated).max() ?? "" }
  }

  /// Returns what the catalog says of the provider with this id or alias, in any case.
  package func provider(named name: String) throws(PricingError) -> ProviderHeader? {
    let headers = try headers()
    return headers.places[name.lowercased()].map { headers.providers[$0] }
  }

  /// Returns the models of the provider with this id or alias, none for an unknown one.
  package func models(of provider: String) throws(PricingError) -> [Model] {
    guard let place = try headers().places[provider.lowercased()] else { return [] }
    return try catalog(at: place).models
  }

  /// Returns every model, by provider. Reads all files.
  package func allModels() throws(PricingError) -> [Model] {
    var models: [Model] = []
    for place in try headers().providers.indices { models += try catalog(at: place).models }
    return models
  }

  /// Returns the model that a name means, never a similar one; nil when there is none.
  ///
  /// - Parameters:
  ///   - model: A name as users write it: any case, an id or alias, dated, with or without a provider before
  ///   it.
  ///   - provider: An id or alias; where it is nil or unknown the name itself has to tell.
  package func resolve(_ model: String, provider: String? = nil) throws(PricingError) -> Model? {
    let question = Question(model: model, provider: provider)
    if let answer = answers[question] { return answer }
    let answer = try find(model.trimmed.lowercased(), provider: provider)
    remember(answer, to: question)
    return answer
  }

  /// Keeps an answer. Names come from clients, so their number and length have a bound.
  private func remember(_ answer: Model?, to question: Question) {
    guard question.model.utf8.count + (question.provider?.utf8.count ?? 0) <= 256 else { return }
    if answers.count >= 1024 { answers.removeAll(keepingCapacity: true) }
    answers[question] = .some(answer)
  }

  private func find(_ name: String, provider: String?) throws(PricingError) -> Model? {
    let headers = try headers()
    let given = provider.flatMap { headers.places[$0.lowercased()] }
    guard let place = given ?? Self.guess(name, headers) else { return nil }
    if let model = try self.model(named: name, at: place, headers) { return model }
    for id in headers.providers[place].fallback {
      guard let next = headers.places[id] else { continue }
      if let model = try self.model(named: name, at: next, headers) { return model }
    }
    return nil
  }

  private func model(
    named name: String, at place: Int, _ headers: Headers
  ) throws(PricingError) -> Model? {
    try catalog(at: place).model(named: name, prefixes: headers.providers[place].modelPrefixes)
  }

  /// The place of the provider that a bare name shows: by what stands before its slash, else by the files'
  /// hints.
  private static func guess(_ name: String, _ headers: Headers) -> Int? {
    if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) {
      if let place = headers.places[String(name[..<slash])] { return place }
      // Google's own resource names.
      if name.hasPrefix("models/"), let place = headers.places["google"] { return place }
    }
    let bytes = Array(name.utf8)
    return headers.providers.firstIndex { $0.modelHints.contains { $0.matches(bytes) } }
  }
}

// Reading the files, each once.
extension PriceRegistry {
  private func headers() throws(PricingError) -> Headers {
    if let loadedHeaders { return loadedHeaders }
    var headers = Headers()
    for (place, file) in files.enumerated() {
      let header: JSONObject
      do { header = try JSONParser.members(of: file.bytes(), before: "models") } catch {
        throw PricingError.malformedJSON(file: file.name, error)
      }
      let provider = try CatalogDecoder(file: file.name).header(header)
      for name in [provider.id] + provider.aliases where headers.places[name.lowercased()] == nil {
        headers.places[name.lowercased()] = place
      }
      headers.providers.append(provider)
    }
    loadedHeaders = headers
    return headers
  }

  private func catalog(at place: Int) throws(PricingError) -> ProviderCatalog {
    if let catalog = catalogs[place] { return catalog }
    let provider = try headers().providers[place].id
    let file = files[place]
    let root: JSONValue
    do { root = try JSONParser.parse(file.bytes()) } catch {
      throw PricingError.malformedJSON(file: file.name, error)
    }
    var decoder = CatalogDecoder(file: file.name)
    var entries: [(Model, [MatchRule])] = []
    for value in try decoder.array(root.object?["models"], "models") {
      entries.append(try decoder.model(value, provider: provider))
    }
    let catalog = ProviderCatalog(entries)
    catalogs[place] = catalog
    return catalog
  }
}

// Suggestions for a name that nothing has.
extension PriceRegistry {
  /// Returns the names nearest to an unknown one, nearest first, each of which resolves by itself.
  ///
  /// Looks at the provider that the name shows, and where that has nothing near, at all of them, which reads
  /// all files the first time: it is meant for answers about an unknown name.
  /// - Parameter limit: The most names to return.
  package func nearestNames(to name: String, limit: Int) throws(PricingError) -> [String] {
    let headers = try headers()
    let name = name.trimmed.lowercased()
    if let place = Self.guess(name, headers) {
      let bare = name.split(separator: "/", maxSplits: 1).last.map(String.init) ?? name
      let nearest = NearestNames.ranked(bare, among: try catalog(at: place).models)
      let texts = try resolvable(nearest, limit: limit)
      if !texts.isEmpty { return texts }
    }
    return try resolvable(NearestNames.ranked(name, among: try allModels()), limit: limit)
  }

  /// The models' ids, with the provider before those that lead nowhere by themselves.
  private func resolvable(_ models: [Model], limit: Int) throws(PricingError) -> [String] {
    var texts: [String] = []
    for model in models {
      guard texts.count < limit else { break }
      let isBareKnown = try find(model.id.lowercased(), provider: nil) != nil
      let text = isBareKnown ? model.id : model.provider + "/" + model.id
      if !texts.contains(text) { texts.append(text) }
    }
    return texts
  }
}

extension String {
  /// The text without white space at both ends.
  fileprivate var trimmed: Substring {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
