package import Ledger
package import Pricing

/// Kinds of models that do the same work.
package enum WorkKind: Sendable, Hashable {
  /// Text for text.
  case text
  /// The work of models of that kind alone.
  case special(ModelKind)

  /// The work that models of a kind are for.
  package init(_ kind: ModelKind) {
    switch kind {
    case .chat, .completion: self = .text
    default: self = .special(kind)
    }
  }

  /// Its name for people.
  package var name: String {
    switch self {
    case .text: "chat"
    case .special(let kind): kind.rawValue
    }
  }
}

extension PriceRegistry {
  /// Returns the model whose price was applied to the calls of a cell, or the one that their name means.
  package func model(of cell: WorkloadCell) throws(PricingError) -> Model? {
    let name = cell.pricedAs.isEmpty ? cell.model : cell.pricedAs
    return try resolve(name, provider: cell.provider.isEmpty ? nil : cell.provider)
  }

  /// Returns what work the calls of a cell are: that of text, where the catalog does not know the model.
  package func kind(of cell: WorkloadCell) throws(PricingError) -> WorkKind {
    guard let model = try model(of: cell) else { return .text }
    return model.talks && cell.usage[.image] == 0 && cell.usage[.outputImage] == 0 ? .text : WorkKind(model.kind)
  }
}

extension Model {
  /// Whether it gives text for text, be it that it is named after what it does besides, such as drawing.
  package var talks: Bool {
    switch kind {
    case .chat, .completion: true
    case .image: inputModalities.contains("text") && outputModalities.contains("text")
    default: false
    }
  }
}
