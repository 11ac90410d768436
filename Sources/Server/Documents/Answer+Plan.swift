import JSON
import Service
import Tokens

extension Answer {
  /// A number of tokens; bounds that are the count itself are left out.
  static func count(_ estimate: EstimatedCount) -> JSONValue {
    var object: JSONObject = ["count": integer(estimate.count)]
    if estimate.low != estimate.count { object.append("low", integer(estimate.low)) }
    if estimate.high != estimate.count { object.append("high", integer(estimate.high)) }
    object.append("method", .string(word(for: estimate.method)))
    return .object(object)
  }

  /// Whether a call fits into its model's window.
  static func context(_ fit: ContextFit) -> JSONValue { ["window": integer(fit.window), "fits": .bool(fit.fits)] }

  /// Adds what the reader should know; nothing where there is nothing.
  static func append(_ warnings: [String], to object: inout JSONObject) {
    if !warnings.isEmpty { object.append("warnings", .array(warnings.map(JSONValue.string))) }
  }

  private static func word(for method: EstimatedCount.Method) -> String {
    switch method {
    case .given: "given"
    case .counted(let method): method.rawValue
    case .history: "history"
    case .assumed: "default"
    }
  }
}
