package import Service

/// Starts the program that sends messages over the network, a process of its own.
package protocol DelivererLauncher: AnyObject {
  /// Where the program should lie: next to this one.
  var path: String { get }
  /// Whether it is there and may be started.
  var isThere: Bool { get }
  /// Whether the one that was started last still runs; never waits.
  var isRunning: Bool { get }
  /// Starts it with no descriptor of ours but standard error.
  func start(_ words: [String], environment: [String: String]) throws(OutsideFault)
}

/// A world in which no other program can be started.
package final class NoDeliverer: DelivererLauncher {
  package var path: String { "token-ledger-deliver" }
  package var isThere: Bool { false }
  package var isRunning: Bool { false }

  /// Creates it.
  package init() {}

  package func start(_ words: [String], environment: [String: String]) throws(OutsideFault) {
    throw OutsideFault("no programs can be started")
  }
}
