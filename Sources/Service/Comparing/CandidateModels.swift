import Pricing

/// The models to compare: those named, or those that a search has found.
struct CandidateModels {
  /// Each under the name asked for, or the catalog's.
  private(set) var models: [(name: String, model: Model)] = []
  /// True when the caller named the models.
  let areNamed: Bool
  /// True when the caller named neither models nor providers.
  let areOpen: Bool
  /// Names that the catalog does not know.
  private(set) var unknown: [String] = []
  /// How many models the search has left out, by reason.
  private(set) var leftOut: [LeftOut: Int] = [:]

  /// Looks names up.
  ///
  /// - Throws: ``QuestionError`` for the name of a family.
  init(named names: [String], of service: LedgerService) throws {
    areNamed = true
    areOpen = false
    for name in names {
      guard let model = try service.model(named: name, as: .candidate) else {
        unknown.append(name)
        continue
      }
      if !models.contains(where: { $0.name == name }) { models.append((name, model)) }
    }
  }

  /// Searches the catalog for models that could do work of a kind.
  init(foundBy search: ModelSearch, for kind: WorkKind) throws {
    areNamed = false
    areOpen = search.isOpen
    var found: [(name: String, model: Model)] = []
    var leftOut: [LeftOut: Int] = [:]
    try search.look(for: kind) { model, reason in
      if let reason { leftOut[reason, default: 0] += 1 } else { found.append((model.id, model)) }
    }
    models = found
    self.leftOut = leftOut
  }
}
