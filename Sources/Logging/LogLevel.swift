/// How much an event in the log matters, in rising order.
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
  /// Every call.
  case debug = "DEBUG"
  /// Starts, stops, clients, changes made by people, calls that were refused.
  case info = "INFO"
  /// What a person should look at some time.
  case warning = "WARNING"
  /// What was not done although it should have been.
  case error = "ERROR"

  /// Reads the name of a level in any case; nil for any other text.
  package init?(name: String) { self.init(rawValue: name.uppercased()) }

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }
}
