import Service

extension QuoteWarning {
  /// What the caller reads of it.
  var sentence: String {
    switch self {
    case .unknownModel(let name, let taken, let nearest):
      let hint = nearest.isEmpty ? "" : " Nearest known: \(nearest.joined(separator: ", "))."
      return "Model \"\(name)\" is not in the price catalog, \(taken.clause)\(hint)"
    case .priceUnknownThen(let model):
      return "The catalog knows \(model) but not its price at that time; the call is unpriced."
    case .unitsUnpriced(let units, let model, let time):
      return PricingSentences.unpriced(units, by: model, at: time)
    case .tierUnpriced(let tier, let model):
      return "The catalog has no price of \(model) for \(tier) service; the standard price was applied."
    }
  }
}

extension QuoteWarning.Substitute {
  fileprivate var clause: String {
    switch self {
    case .givenAmount: "so only the given amount is kept."
    case .fallback(let model): "so the price of \(model) was applied, the ledger's fallback_model."
    case .unknownFallback(let name):
      "so the call is unpriced: the ledger's fallback_model is \"\(name)\", which is not in it either."
    case .nothing: "so the call is unpriced."
    }
  }
}
