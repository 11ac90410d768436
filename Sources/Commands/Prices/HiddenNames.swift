import JSON
import Pricing
import Server
import Service

/// The names in a price file that do not lead to their model by themselves.
struct HiddenNames {
  private let path: String
  private let host: Host
  private let service: LedgerService

  /// - Parameter options: They name the ledger over whose own price files the file is laid.
  init(path: String, host: Host, over options: Options) throws {
    (self.path, self.host) = (path, host)
    service = try ServiceBuilder.service(options, host, notesFaults: false)
  }

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
      let alone = PriceRegistry(files: [], own: Self.own([file]))
      let files = service.prices.ownPrices.files()
      let isAmongThem = files.contains { $0.path == path }
      let whole = EmbeddedFiles.prices(under: Self.own(isAmongThem ? files : files + [file]))
      return try alone.allModels().flatMap { model in
        try ([model.id] + model.aliases).compactMap { try Self.hidden($0, of: model, in: whole) }
      }
    }
  }

  private static func own(_ files: [OwnPriceFile]) -> OwnPrices {
    OwnPrices(files: { files }, faults: PriceFileCheck.firstProblem, refused: { _ in })
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
    .object(of: [
      "name": .string(name), "found_as": foundAs.map(JSONValue.string), "means": means.map(JSONValue.string),
    ])
  }

  /// The name in words.
  var text: String {
    let alone = means.map { "means \($0)" } ?? "leads to no model"
    return "note: \"\(name)\" alone \(alone); \(foundAs.map { "give \"\($0)\"" } ?? "nothing leads to this model")"
  }
}
