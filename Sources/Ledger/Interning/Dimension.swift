/// One of the texts by which records are told apart, filtered and grouped.
package enum Dimension: String, Sendable, CaseIterable {
  case model
  case provider
  case userID = "user_id"
  case sessionID = "session_id"
  case projectID = "project_id"
  case agent
  case mode
  case operation
  case source

  /// The column of table `context` that holds it, or nil for the session, which has a table of its own.
  var contextColumn: String? {
    switch self {
    case .model: "model"
    case .provider: "provider"
    case .userID: "user_id"
    case .sessionID: nil
    case .projectID: "project_id"
    case .agent: "agent"
    case .mode: "mode"
    case .operation: "operation"
    case .source: "source"
    }
  }
}
