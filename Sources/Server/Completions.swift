import Ledger
import MCP
import Pricing
import Service

/// The values that an argument of a prompt or a template might take.
struct Completions {
  /// As many as the protocol lets an answer hold, and one more to tell that there are more.
  private static let most = 101
  private static let mostOfFamily = 20
  let service: LedgerService

  /// Returns values that begin with what has been typed, the likeliest first; none for an unknown argument.
  func values(for request: CompletionRequest) throws -> [String] {
    switch request.argument {
    case "model": try models(beginningWith: request.value)
    case "provider": try matching(request.value, among: service.prices.providers)
    case "period": matching(request.value, among: PeriodName.allCases.map(\.rawValue))
    case "user_id": names(.userID, request.value)
    case "session_id": names(.sessionID, request.value)
    case "project_id": names(.projectID, request.value)
    default: []
    }
  }

  /// Models that have been used go first, then the newest of the family whose name has been typed.
  private func models(beginningWith prefix: String) throws -> [String] {
    var models = names(.model, prefix)
    for model in try service.family(named: prefix, limit: Self.mostOfFamily) {
      let name = try service.prices.name(of: model)
      if !models.contains(name) { models.append(name) }
    }
    for model in try service.prices.allModels() where models.count < Self.most && model.lifecycle == .active {
      guard model.id.lowercased().hasPrefix(prefix.lowercased()), !models.contains(model.id) else { continue }
      models.append(model.id)
    }
    return models
  }

  /// Names that the ledger holds; none while it is in trouble, as a suggestion is no place to say so.
  private func names(_ dimension: Dimension, _ prefix: String) -> [String] {
    do {
      return try service.ledger.names(of: dimension, beginningWith: prefix, limit: Self.most)
    } catch {
      return []
    }
  }

  private func matching(_ prefix: String, among values: [String]) -> [String] {
    values.filter { $0.lowercased().hasPrefix(prefix.lowercased()) }
  }
}
