import CivilTime

/// All that lives for one write transaction, and goes with it however it ends.
struct TransactionState {
  /// Whether the transaction is running, in which nobody else changes the tables.
  var isRunning = false
  /// Whether it bonds a log with the file.
  var hasBondedLog = false
  /// What its records add to totals and counters, not yet written.
  var pending = PendingTotals()
  /// The contexts whose totals it has written.
  var touchedContexts: Set<ContextID> = []
  /// The totals of the sessions that it has answered with.
  var sessionTotals: [SessionID: Totals] = [:]
  /// What it has read of counters.
  var counts = StoredCounts()
  /// Whether the limits that are remembered are those of the file.
  var isBookCurrent = false
  /// Whether any user has an account, once it has asked.
  var hasAccounts: Bool?
  /// When accounts were opened, as far as it has asked; nil for a user without one.
  var accountOpenings: [TextID: Instant?] = [:]
  /// The newest time at which a record was entered or updated, once it has asked.
  var newestEntry: Instant?
}

/// What was read of counters, which holds until something pending is written to them.
struct StoredCounts {
  /// What the slots of a range have counted, each by itself.
  var bySlot: [CounterRange: [Int64: CounterCount]] = [:]
  /// What all slots of a range have counted together.
  var sums: [CounterRange: CounterCount] = [:]
}
