import CivilTime
package import Pricing

// Models by the names that callers give.
extension LedgerService {
  /// The most models of a family that an answer names.
  private static let mostOfFamily = 5

  /// Returns the model that a name means; nil for one that the catalog does not know.
  ///
  /// - Throws: ``QuestionError/family(name:newest:role:at:)`` for a name that many models share.
  package func model(named name: String, provider: String? = nil, as role: ModelRole) throws -> Model? {
    if let model = try prices.resolve(name, provider: provider) { return model }
    // A model's own name is no family's, be it that this provider does not serve it under that name.
    if provider != nil, try prices.resolve(name) != nil { return nil }
    let family = try family(named: name, limit: Self.mostOfFamily)
    guard family.isEmpty else {
      let models = try family.map { (name: try prices.name(of: $0), model: $0) }
      throw QuestionError.family(name: name, newest: models, role: role, at: now())
    }
    return nil
  }

  /// Returns the newest models of the family that a name means; none for a name that is no family's.
  package func family(named name: String, limit: Int) throws -> [Model] {
    let models = try prices.family(named: name, of: FirstParties.all, at: now())
    let ordinary = models.filter { !$0.isExperiment && !$0.isSpecialized }
    return Array((ordinary.isEmpty ? models : ordinary).prefix(limit))
  }
}
