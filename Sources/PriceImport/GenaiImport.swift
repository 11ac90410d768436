import JSON
import Pricing

/// Turns the providers of genai-prices into provider files.
struct GenaiImport {
  private let surroundings: PriceImport.Surroundings

  /// Starts with what is known of the surroundings.
  init(_ surroundings: PriceImport.Surroundings) { self.surroundings = surroundings }

  /// Returns everything that can be taken over.
  func read(_ providers: [JSONValue]) -> PriceImport {
    var files = ProviderFiles(.genai, surroundings)
    for value in providers {
      guard let object = value.object, let id = object["id"]?.string else { continue }
      let provider = providerID(id)
      files.begin(provider, name: object["name"]?.string ?? id, members: header(object, id: provider))
      for value in object["models"]?.array ?? [] {
        guard let entry = value.object, let modelID = entry["id"]?.string else {
          files.leaveOut("\(id)/?", "it has no id")
          continue
        }
        let reader = GenaiPrices(entry)
        files.add(
          model(entry, id: modelID, reader), to: provider, name: "\(id)/\(modelID)", obstacle: reader.obstacle
        )
      }
    }
    return files.result
  }

  private func providerID(_ id: String) -> String {
    surroundings.provider(id) ?? surroundings.provider(id.lowercased()) ?? ProviderNames.slug(id)
  }

  /// What is said of a new provider; of one that the catalog has, it knows more.
  private func header(_ object: JSONObject, id: String) -> JSONObject {
    guard surroundings.provider(id) == nil else { return JSONObject() }
    var header = JSONObject()
    if let source = object["id"]?.string, source != id { header["aliases"] = [.string(source.lowercased())] }
    if let match = object["model_match"], let clauses = MatchClauses(match) {
      let rules = clauses.hints
      if !rules.isEmpty { header["model_hints"] = .array(rules) }
    }
    if let fallback = object["fallback_model_providers"]?.array?.compactMap(\.string), !fallback.isEmpty {
      header["fallback"] = .array(fallback.map { .string(providerID($0)) })
    }
    return header
  }

  private func model(_ entry: JSONObject, id: String, _ prices: GenaiPrices) -> ImportedModel {
    var model = ImportedModel(id: id)
    model.name = entry["name"]?.string
    model.contextWindow = entry["context_window"]?.number?.int64
    if entry["deprecated"]?.bool == true { model.status = "deprecated" }
    if let match = entry["match"] {
      if let clauses = MatchClauses(match) {
        let aliases = clauses.names.filter { $0 != id.lowercased() }
        model.aliases = aliases
        model.match = clauses.rules
        if !clauses.unsaid.isEmpty {
          model.notes.append("Names not taken over: " + clauses.unsaid.joined(separator: " "))
        }
      } else {
        model.notes.append("Its other names are not taken over.")
      }
    }
    model.prices = prices.periods
    if !prices.unsaid.isEmpty {
      model.notes.append("Not taken over: " + prices.unsaid.joined(separator: ", ") + ".")
    }
    return model
  }
}

/// Ids of providers in the catalog's spelling.
enum ProviderNames {
  /// Returns a name with only what an id may have.
  static func slug(_ name: String) -> String {
    let text = name.lowercased().unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "0"..."9", ".", "-": Character(scalar)
      default: "-"
      }
    }
    let trimmed = text.drop { $0 == "-" || $0 == "." }
    return trimmed.isEmpty ? "unknown" : String(trimmed)
  }
}
