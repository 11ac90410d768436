import Ledger
package import Service

extension LimitError: Worded {
  package var sentence: String {
    switch self {
    case .unknown(let id, let known): "There is no limit \"\(id)\"; \(Self.hint(id, known))"
    case .setElsewhere(let id, .config):
      "\(id) is set by token_ledger_limits in config.json; take it out there."
    case .setElsewhere(let id, _):
      "\(id) is set in the environment, a .env file or config.json; take it out there."
    case .noWindow(let id): "\(id) looks at each request by itself; it has no window to restart."
    case .otherDimension(let dimension, let rule):
      "\(rule.id) holds for \(rule.scope.dimension.map { "one \($0.name)" } ?? "everything together"); it cannot begin again for a \(dimension.name) alone."
    case .otherName(let given, let rule): "\(rule.id) holds for \(rule.scope.text) only, not for \"\(given)\"."
    }
  }

  private static func hint(_ id: String, _ known: [String]) -> String {
    Spelling.nearest(to: id, among: known).map { "did you mean \"\($0)\"?" }
      ?? (known.isEmpty ? "none is set" : "there are \(known.joined(separator: ", "))")
  }
}
