import CivilTime
import JSON

/// Turns the JSON of one price file into models.
///
/// The files are ours and checked by tests; what does not fit is an error that names file, model and member.
struct CatalogDecoder {
  /// The file, for errors.
  let file: String
  /// The model being read, for errors.
  private(set) var model: String?

  /// Creates a decoder for the file of that name.
  init(file: String) { self.file = file }

  /// Returns what comes before the models.
  func header(_ object: JSONObject) throws(PricingError) -> ProviderHeader {
    var hints: [MatchRule] = []
    for value in try array(object["model_hints"], "model_hints") { hints.append(try rule(value)) }
    let id = try required(object["provider"]?.string, "provider")
    let aliases = try strings(object["aliases"], "aliases")
    let prefixes = try strings(object["model_prefixes"], "model_prefixes") + ([id] + aliases).map { $0 + "/" }
    return ProviderHeader(
      id: id,
      name: try required(object["name"]?.string, "name"),
      aliases: aliases,
      apiHosts: try strings(object["api_hosts"], "api_hosts"),
      pricingURLs: try strings(object["pricing_urls"], "pricing_urls"),
      fallback: try strings(object["fallback"], "fallback"),
      generated: object["generated"]?.string ?? "",
      modelPrefixes: prefixes.map { Array($0.lowercased().utf8) },
      modelHints: hints)
  }

  /// Returns what a catalog knows of a model: its names, from the members `id`, `aliases` and `match`.
  func entry(_ object: JSONObject, of content: CatalogEntry.Content) throws(PricingError) -> CatalogEntry {
    var rules: [MatchRule] = []
    for value in try array(object["match"], "match") { rules.append(try rule(value)) }
    return CatalogEntry(
      id: try required(object["id"]?.string, "id"), aliases: try strings(object["aliases"], "aliases"), rules: rules,
      content: content)
  }

  /// Returns a model.
  mutating func model(_ value: JSONValue, provider: String) throws(PricingError) -> Model {
    model = nil
    let object = try required(value.object, "models")
    let id = try required(object["id"]?.string, "id")
    model = id
    var prices: [PricePeriod] = []
    for value in try array(object["prices"], "prices") { prices.append(try period(value)) }
    let modalities = try required(object["modalities"]?.object, "modalities")
    let lifecycle = try required(object["lifecycle"]?.object, "lifecycle")
    return Model(
      id: id, path: provider + "/" + id, name: object["name"]?.string ?? id, provider: provider,
      kind: try required(object["kind"]?.string.flatMap(ModelKind.init), "kind"),
      lifecycle: try required(lifecycle["status"]?.string.flatMap(Model.Lifecycle.init), "lifecycle"),
      retiresOn: lifecycle["retires_on"]?.string,
      contextWindow: try integer(object["context_window"], "context_window"),
      maxInputTokens: try integer(object["max_input_tokens"], "max_input_tokens"),
      maxOutputTokens: try integer(object["max_output_tokens"], "max_output_tokens"),
      capabilities: try strings(object["capabilities"], "capabilities"),
      inputModalities: try strings(modalities["input"], "modalities"),
      outputModalities: try strings(modalities["output"], "modalities"),
      aliases: try strings(object["aliases"], "aliases"), prices: prices,
      lastVerified: try required(object["last_verified"]?.string, "last_verified"),
      notes: object["notes"]?.string)
  }

  private func rule(_ value: JSONValue) throws(PricingError) -> MatchRule {
    var rule = MatchRule()
    for (key, value) in try required(value.object, "match") {
      let text = Array(try required(value.string, "match").utf8)
      switch key {
      case "prefix": rule.prefix = text
      case "suffix": rule.suffix = text
      case "contains": rule.contains = text
      case "without": rule.without = text
      case "dated": rule.dated = text
      case "version": rule.version = text
      case "hosted_version": rule.hostedVersion = text
      case "prefix_digit": rule.prefixDigit = text
      default: throw malformed("match")
      }
    }
    return rule
  }
}

// What every part of a file needs.
extension CatalogDecoder {
  /// Returns the error for a member that is missing or not what the format says.
  func malformed(_ member: String) -> PricingError {
    .malformedCatalog(file: file, model: model, member: member)
  }

  /// Returns `value`, or throws when there is none.
  func required<Value>(_ value: Value?, _ member: String) throws(PricingError) -> Value {
    guard let value else { throw malformed(member) }
    return value
  }

  /// Returns the elements; none for an absent array.
  func array(_ value: JSONValue?, _ member: String) throws(PricingError) -> [JSONValue] {
    guard let value else { return [] }
    return try required(value.array, member)
  }

  /// Returns the texts of an array; none for an absent one.
  func strings(_ value: JSONValue?, _ member: String) throws(PricingError) -> [String] {
    guard let value else { return [] }
    let elements = try array(value, member)
    var strings: [String] = []
    strings.reserveCapacity(elements.count)
    for element in elements { strings.append(try required(element.string, member)) }
    return strings
  }

  /// Returns the integer; nil for an absent one.
  func integer(_ value: JSONValue?, _ member: String) throws(PricingError) -> Int64? {
    guard let value else { return nil }
    return try required(value.number?.int64, member)
  }
}
