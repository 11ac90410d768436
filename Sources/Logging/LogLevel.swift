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
  /// What people have asked to be told: limits that fill up, unusual usage. Every log keeps it.
  case alert = "ALERT"

  /// The levels that a log may begin with.
  package static let settable: [LogLevel] = [.debug, .info, .warning, .error]

  /// Reads the name of a level that a log may begin with, in any case; nil for any other text.
  package init?(name: String) {
    guard let level = Self.settable.first(where: { $0.rawValue == name.uppercased() }) else { return nil }
    self = level
  }

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    case .alert: 4
    }
  }
}
