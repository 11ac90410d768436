package import JSON

/// What a tool has come to.
package enum ToolOutcome {
  /// The structured answer.
  case finished(JSONObject)
  /// The structured answer as JSON, by a tool that is called often and writes it at once.
  case written([UInt8])
  /// Work that takes longer than other callers should wait, to be done step by step.
  case unfinished(any ResumableWork)
}

/// Work in steps of a few milliseconds, between which the server answers others.
package protocol ResumableWork {
  /// Does one step.
  ///
  /// - Returns: Nil while there is more to do, otherwise what it has come to.
  mutating func step() throws -> ToolOutcome?
}
