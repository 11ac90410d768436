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
  /// The user's own files.
  package let ownPrices: OwnPrices
  private var loadedHeaders: CatalogHeaders?
  private var catalogs: [String: ProviderCatalog] = [:]
  private var answers: [Question: Model?] = [:]
  /// The question that was last answered: calls of one model mostly follow each other.
  private var last: (question: Question, answer: Model?)?
  /// The user's files that are not used, each with why; those that nobody has asked for are not known yet.
  package private(set) var refusals: [PriceFileFault] = []

  private struct Question: Hashable {
    let model: String
    let provider: String?

    /// Whether it is the question for this model of this provider, letter for letter.
    func asks(_ model: String, _ provider: String?) -> Bool {
      self.model.hasSameScalars(as: model)
        && (self.provider.map { own in provider.map { own.hasSameScalars(as: $0) } ?? false } ?? (provider == nil))
    }
  }

  /// Creates a registry over one file per provider, and the user's own files, which lie over these.
  package init(files: [PriceFile], own ownPrices: OwnPrices = .none) {
    self.files = files.sorted { $0.name < $1.name }
    self.ownPrices = ownPrices
  }

  /// The providers' ids in alphabetical order.
  package var providers: [String] {
    get throws(PricingError) { try headers().entries.map(\.header.id) }
  }

  /// The newest day on which a file was made, `YYYY-MM-DD`; empty without files.
  package var catalogDate: String {
    get throws(PricingError) { try headers().entries.map(\.header.generated).max() ?? "" }
  }

  /// Returns what the catalog says of the provider with this id or alias, in any case.
  package func provider(named name: String) throws(PricingError) -> ProviderHeader? {
    let headers = try headers()
    return headers.places[name.lowercased()].map { headers.entries[$0].header }
  }

  /// Returns the models of the provider with this id or alias, none for an unknown one.
  package func models(of provider: String) throws(PricingError) -> [Model] {
    let headers = try headers()
    guard let place = headers.places[provider.lowercased()] else { return [] }
    return try catalog(headers.entries[place]).models()
  }

  /// Returns every model, by provider. Reads all files.
  package func allModels() throws(PricingError) -> [Model] {
    var models: [Model] = []
    for entry in try headers().entries { models += try catalog(entry).models() }
    return models
  }

  /// Reads everything again when it is next needed, the user's files from where they are then.
  package func forget() {
    loadedHeaders = nil
    catalogs = [:]
    forgetAnswers()
    refusals = []
  }

  /// Returns the model that a name means, never a similar one; nil when there is none.
  ///
  /// - Parameters:
  ///   - model: A name as users write it: any case, an id or alias, dated, with or without a provider before
  ///   it.
  ///   - provider: An id or alias; where it is nil or unknown the name itself has to tell.
  package func resolve(_ model: String, provider: String? = nil) throws(PricingError) -> Model? {
    if last?.question.asks(model, provider) == true { return last?.answer }
    let question = Question(model: model, provider: provider)
    if let answer = answers[question] {
      last = (question, answer)
      return answer
    }
    let answer = try find(model.trimmed.lowercased(), provider: provider)
    remember(answer, to: question)
    return answer
  }

  /// Returns the region that a name tells, in the words of the price files, such as `eu` for
  /// `azure/eu/gpt-4o`; nil for most.
  package func region(named model: String) -> String? {
    model.utf8.contains(UInt8(ascii: "/")) ? NamePath(model.trimmed.lowercased()).region : nil
  }

  /// Returns the id of the provider whose models have names like this one; nil where the name does not tell.
  package func maker(named name: String) throws(PricingError) -> String? {
    let headers = try headers()
    let name = name.trimmed.lowercased()
    let first = String(name.prefix { $0 != "-" && $0 != "/" })
    return (headers.places[first] ?? Self.guess(name, headers)).map { headers.entries[$0].header.id }
  }

  /// Keeps an answer. Names come from clients, so their number and length have a bound.
  private func remember(_ answer: Model?, to question: Question) {
    guard question.model.utf8.count + (question.provider?.utf8.count ?? 0) <= 256 else { return }
    if answers.count >= 1024 { answers.removeAll(keepingCapacity: true) }
    answers[question] = .some(answer)
    last = (question, answer)
  }

  private func forgetAnswers() {
    answers = [:]
    last = nil
  }

  private func find(_ name: String, provider: String?) throws(PricingError) -> Model? {
    let path = NamePath(name)
    let headers = try headers()
    let given = provider.flatMap { headers.places[$0.lowercased()] }
    let shown = path.provider.flatMap { headers.places[$0] }
    if let place = given ?? shown { return try find(path, at: place, headers) }
    if let place = Self.guess(path.model, headers), let model = try find(path, at: place, headers) { return model }
    return try ownModel(named: path.model, headers)
  }

  /// The model of that very name in the user's files, where one alone has it.
  private func ownModel(named name: String, _ headers: CatalogHeaders) throws(PricingError) -> Model? {
    var found: Model?
    for entry in headers.entries where !entry.own.isEmpty {
      guard let model = try catalog(entry).ownModel(named: name) else { continue }
      guard found == nil else { return nil }
      found = model
    }
    return found
  }

  private func find(
    _ path: NamePath, at place: Int, _ headers: CatalogHeaders
  ) throws(PricingError) -> Model? {
    let name = path.model
    let header = headers.entries[place].header
    let own = try catalog(headers.entries[place])
    if let model = try own.model(named: name, prefixes: header.modelPrefixes) { return model }
    if let maker = path.maker, let model = try own.model(named: "\(maker)/\(name)", prefixes: []) { return model }
    if header.id == "openrouter", let bare = VersionTail.withoutRoute(name) {
      return try own.model(named: bare, prefixes: header.modelPrefixes)
    }
    for next in header.fallback.compactMap({ headers.places[$0] }) {
      let entry = headers.entries[next]
      let prefixes = header.modelPrefixes + entry.header.modelPrefixes
      if let model = try catalog(entry).model(named: name, prefixes: prefixes) { return model }
    }
    return nil
  }

  /// The place of the provider that a bare name shows: by what comes before its slash, otherwise by the files'
  /// hints.
  private static func guess(_ name: String, _ headers: CatalogHeaders) -> Int? {
    if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) {
      if let place = headers.places[String(name[..<slash])] { return place }
      // Google's own resource names.
      if name.hasPrefix("models/"), let place = headers.places["google"] { return place }
    }
    let bytes = Array(name.utf8)
    return headers.entries.firstIndex { $0.header.modelHints.contains { $0.matches(bytes) } }
  }
}

// Reading the files, each once.
extension PriceRegistry {
  private func headers() throws(PricingError) -> CatalogHeaders {
    if let loadedHeaders { return loadedHeaders }
    var headers = CatalogHeaders()
    for file in files { try headers.add(file) }
    for file in ownPrices.files() where !refusals.contains(where: { $0.file == file.path }) {
      do throws(PriceFileFault) { try headers.lay(file) } catch { refuse(error) }
    }
    loadedHeaders = headers
    return headers
  }

  private func catalog(_ entry: CatalogHeaders.Entry) throws(PricingError) -> ProviderCatalog {
    if let catalog = catalogs[entry.header.id] { return catalog }
    var builder = ProviderCatalogBuilder(provider: entry.header.id)
    if let file = entry.file { try builder.add(file) }
    for file in entry.own {
      do throws(PriceFileFault) {
        try builder.lay(file, faults: ownPrices.faults)
      } catch {
        refuse(error)
      }
    }
    let catalog = builder.catalog
    catalogs[entry.header.id] = catalog
    return catalog
  }

  /// Leaves a file out from here on: what its header said of the provider goes too.
  private func refuse(_ fault: PriceFileFault) {
    guard !refusals.contains(where: { $0.file == fault.file }) else { return }
    refusals.append(fault)
    loadedHeaders = nil
    forgetAnswers()
    ownPrices.refused(fault)
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
    let path = NamePath(name.trimmed.lowercased())
    let name = path.model
    if let place = path.provider.flatMap({ headers.places[$0] }) ?? Self.guess(name, headers) {
      let bare = name.split(separator: "/", maxSplits: 1).last.map(String.init) ?? name
      let nearest = NearestNames.ranked(bare, among: try catalog(headers.entries[place]).models())
      let texts = try resolvable(nearest, limit: limit)
      if !texts.isEmpty { return texts }
    }
    return try resolvable(NearestNames.ranked(name, among: try allModels()), limit: limit)
  }

  /// Returns the name that leads to a model: its id, with the provider before it where that does not lead to it by itself.
  package func name(of model: Model) throws(PricingError) -> String {
    let found = try resolve(model.id)
    return found?.id == model.id && found?.provider == model.provider ? model.id : model.provider + "/" + model.id
  }

  /// The models' names, each once.
  private func resolvable(_ models: [Model], limit: Int) throws(PricingError) -> [String] {
    var texts: [String] = []
    for model in models {
      guard texts.count < limit else { break }
      let text = try resolve(model.id) == nil ? model.provider + "/" + model.id : model.id
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
