package import JSON

/// What a tool has come to.
package enum ToolOutcome {
  /// The structured answer.
  case finished(JSONObject)
  /// The structured answer as JSON, by a tool that is called often and writes it at once.
  case written([UInt8])
}
