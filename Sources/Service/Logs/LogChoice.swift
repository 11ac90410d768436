package import AgentLogs

/// Which programs' logs are taken in by themselves.
package enum LogChoice: Sendable, Hashable {
  /// All that are found; none for a server of one user, whose logs these need not be.
  case auto
  /// None.
  case none
  /// Those of these names.
  case only([String])

  /// Reads `auto`, `none`, or names with commas between them; nil where one is unknown.
  package init?(_ text: String) {
    let words = text.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
    switch words {
    case ["auto"]: self = .auto
    case ["none"]: self = .none
    default:
      guard !words.isEmpty, words.allSatisfy(LogSources.names.contains) else { return nil }
      self = .only(words)
    }
  }

  /// Returns whether the logs of a program are read where its host asks.
  package func includes(_ name: String) -> Bool {
    switch self {
    case .auto: true
    case .none: false
    case .only(let names): names.contains(name)
    }
  }

  /// Returns the sources that are read.
  ///
  /// - Parameter isOfOneUser: Whether the usage of one user alone is seen and recorded.
  package func sources(isOfOneUser: Bool) -> [any LogSource] {
    switch self {
    case .auto: isOfOneUser ? [] : LogSources.all
    case .none: []
    case .only(let names): LogSources.all.filter { names.contains($0.name) }
    }
  }
}
