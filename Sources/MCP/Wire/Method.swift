/// The requests that can be answered.
enum Method: String, Sendable, CaseIterable {
  // First, as names are compared in this order.
  case callTool = "tools/call"
  case initialize
  case ping
  case discover = "server/discover"
  case listTools = "tools/list"
  case listResources = "resources/list"
  case listTemplates = "resources/templates/list"
  case readResource = "resources/read"
  case subscribe = "resources/subscribe"
  case unsubscribe = "resources/unsubscribe"
  case listPrompts = "prompts/list"
  case getPrompt = "prompts/get"
  case complete = "completion/complete"
  case listen = "subscriptions/listen"

  /// True where revision 2026-07-28 has the method.
  var isModern: Bool {
    switch self {
    case .initialize, .ping, .subscribe, .unsubscribe: false
    default: true
    }
  }

  /// True for what only revision 2026-07-28 has: it is known by its name, whatever else the request holds.
  var isModernOnly: Bool { self == .discover || self == .listen }
}
