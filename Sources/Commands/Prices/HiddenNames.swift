import JSON
import Pricing
import Service

/// The names in a price file that do not lead to their model by themselves.
struct HiddenNames {
  /// Where the file is.
  let path: String
  /// The world that has it.
  let host: Host

  /// A name that leads to another model, or to none.
  struct Name {
    /// The name.
    let name: String
    /// The name that leads to the model; nil where none does.
    let foundAs: String?
    /// The model that the name leads to, behind its provider; nil for none.
    let means: String?
  }

  /// The names, in the order of the file.
  ///
  /// - Throws: ``PricingError`` where the catalog itself is faulty.
  var all: [Name] {
    get throws {
      let file = OwnPriceFile(path: path) { [host, path] in host.readFile(path) }
      let own = OwnPrices(files: { [file] }, faults: { _ in nil }, refused: { _ in })
      let (alone, whole) = (PriceRegistry(files: [], own: own), EmbeddedFiles.prices(under: own))
      return try alone.allModels().flatMap { model in
        try ([model.id] + model.aliases).compactMap { try Self.hidden($0, of: model, in: whole) }
      }
    }
  }

  private static func hidden(_ name: String, of model: Model, in registry: PriceRegistry) throws -> Name? {
    let found = try registry.resolve(name)
    if let found, found.isSame(as: model) { return nil }
    let path = "\(model.provider)/\(name)"
    let leads = try registry.resolve(path).map { $0.isSame(as: model) } ?? false
    return Name(name: name, foundAs: leads ? path : nil, means: found.map { "\($0.provider)/\($0.id)" })
  }
}

extension Model {
  fileprivate func isSame(as other: Model) -> Bool { id == other.id && provider == other.provider }
}

extension HiddenNames.Name {
  /// The name as an object.
  var json: JSONValue {
    var object: JSONObject = ["name": .string(name)]
    if let foundAs { object["found_as"] = .string(foundAs) }
    if let means { object["means"] = .string(means) }
    return .object(object)
  }

  /// The name in words.
  var text: String {
    let alone = means.map { "means \($0)" } ?? "leads to no model"
    return "note: \"\(name)\" alone \(alone); \(foundAs.map { "give \"\($0)\"" } ?? "nothing leads to this model")"
  }
}
