/// What a session has met that is worth a line in a log.
package enum SessionEvent: Sendable, Hashable {
  /// A client has said who it is, for the first time or otherwise than before.
  case client(ClientInfo)
  /// A call of that tool was answered with an error: for its arguments, or by the tool.
  case refusedCall(tool: String)
}

/// Who a client says it is.
package struct ClientInfo: Sendable, Hashable {
  /// Its name for programs; empty where it gives none.
  package let name: String
  /// Its version; empty where it gives none.
  package let version: String
  /// The revision of the protocol in which it is answered.
  package let revision: String
}
