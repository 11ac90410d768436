/// What the program calls itself.
package enum Product {
  /// The name of the executable and of the server.
  package static let name = "token-ledger"
  /// The name for people.
  package static let title = "TokenLedger"
  /// Semantic version of this build.
  package static let version = "0.2.0"
}
