package import Ledger

/// How much of a limit is used, as it may be told to whoever asks.
package struct ToldLimit: Sendable, Hashable {
  /// How much of it is used.
  package let state: LimitState
  /// How close it is.
  package let level: LimitLevel
  /// Whether its amounts may be told.
  package let showsAmounts: Bool

  /// What `identity` may be told of a limit.
  package init(_ state: LimitState, _ settings: LimitSettings, for identity: Identity) {
    self.state = state
    level = state.level(settings)
    showsAmounts = identity.seesAmounts(of: state.rule)
  }
}
