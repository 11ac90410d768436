package import CivilTime
package import JSON
import SQLite

// Messages to the outside: put in with what they report, claimed for an attempt, then marked with its end.
extension Ledger {
  /// For how long a claimed message is left to its sender, longer than any attempt takes: two minutes.
  package static let claimMilliseconds: Int64 = 120_000
  /// The longest wait for an attempt: a day. A time further ahead was set by a clock that was wrong.
  package static let longestWaitMilliseconds: Int64 = Instant.millisecondsPerDay
  /// For how long delivered and given-up messages, and with them their keys, are kept: 90 days.
  package static let outboxKeptMilliseconds: Int64 = 90 * Instant.millisecondsPerDay

  /// Puts a message into the outbox, in the running batch.
  ///
  /// - Parameters:
  ///   - kind: What it is, for people: `test`, ...
  ///   - key: What it reports. A key that was used within 90 days makes no second message.
  ///   - payload: The body to be sent: `{"text": "..."}` with optional `blocks`, as Slack takes it.
  ///   - heldMilliseconds: How long only ``claimMessage(key:)`` finds it; 0 for a message to go out at once.
  /// - Returns: Whether the message is new.
  @discardableResult
  package func enqueue(
    kind: String, key: String, payload: JSONObject, heldMilliseconds: Int64 = 0
  ) throws(LedgerError) -> Bool {
    let now = world.now().milliseconds
    return try writing { store throws(SQLiteError) in
      try store.connection.run(
        """
        INSERT INTO outbox (created_at, kind, key, payload, next_attempt_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (key) DO NOTHING
        """, .integer(now), .text(kind), .text(key), .text(JSONWriter.string(.object(payload))),
        .integer(now + heldMilliseconds))
      return store.connection.changes > 0
    }
  }

  /// Returns when the next message is due, which may be past, or nil when none waits.
  package func nextDelivery() throws(LedgerError) -> Instant? {
    let now = world.now().milliseconds
    return try readingRow { store throws(SQLiteError) in
      let times = try store.connection.all(
        """
        SELECT coalesce(min(CASE WHEN next_attempt_at > ?1 + ?2 THEN ?1 ELSE next_attempt_at END), -1)
        FROM outbox WHERE next_attempt_at IS NOT NULL
        """, .integer(now), .integer(Self.longestWaitMilliseconds)
      ) { row throws(SQLiteError) in try row.integer(0) }
      return times.first { $0 >= 0 }.map { Instant(milliseconds: $0) }
    }
  }

  /// Claims the message that has been due for longest, or none; the claim holds once the batch is committed.
  package func claimMessage() throws(LedgerError) -> OutboxMessage? {
    let now = world.now().milliseconds
    return try claim(
      "next_attempt_at <= ?1 OR next_attempt_at > ?1 + ?2",
      [.integer(now), .integer(Self.longestWaitMilliseconds)], at: now)
  }

  /// Claims the message of that key, due or not, unless it was claimed before.
  package func claimMessage(key: String) throws(LedgerError) -> OutboxMessage? {
    try claim("key = ?1 AND attempts = 0", [.text(key)], at: world.now().milliseconds)
  }

  private func claim(
    _ condition: String, _ values: [SQLValue], at now: Int64
  ) throws(LedgerError) -> OutboxMessage? {
    try writing { store throws(SQLiteError) in
      let found = try store.connection.first(
        """
        SELECT id, kind, created_at, payload, attempts + 1 FROM outbox
        WHERE next_attempt_at IS NOT NULL AND (\(condition)) ORDER BY next_attempt_at, id LIMIT 1
        """, binding: values
      ) { row throws(SQLiteError) in try OutboxMessage(row: row) }
      guard let found else { return nil }
      try store.connection.run(
        "UPDATE outbox SET attempts = ?, next_attempt_at = ? WHERE id = ?", .integer(found.attempts),
        .integer(now + Self.claimMilliseconds), .integer(found.id))
      return found
    }
  }

  /// Notes that a message has arrived, whoever claims it by now; forgets old ones.
  package func markDelivered(_ message: OutboxMessage) throws(LedgerError) {
    try close(message, "delivered_at = ?1", failure: nil)
  }

  /// Notes that a message is not tried again; forgets old ones.
  package func giveUp(_ message: OutboxMessage, failure: String) throws(LedgerError) {
    try close(message, "given_up_at = ?1", failure: failure)
  }

  private func close(_ message: OutboxMessage, _ change: String, failure: String?) throws(LedgerError) {
    let now = world.now().milliseconds
    try writing { store throws(SQLiteError) in
      try store.connection.run(
        "UPDATE outbox SET \(change), next_attempt_at = NULL, failure = ?2 WHERE id = ?3 AND delivered_at IS NULL",
        .integer(now), SQLValue(failure), .integer(message.id))
      try store.connection.run(
        "DELETE FROM outbox WHERE next_attempt_at IS NULL AND coalesce(delivered_at, given_up_at) < ?",
        .integer(now - Self.outboxKeptMilliseconds))
    }
  }

  /// Notes that an attempt has failed, unless the message was claimed again since.
  package func markFailed(
    _ message: OutboxMessage, failure: String, nextAttempt: Instant
  ) throws(LedgerError) {
    try writing { store throws(SQLiteError) in
      try store.connection.run(
        """
        UPDATE outbox SET failure = ?, next_attempt_at = ?
        WHERE id = ? AND attempts = ? AND next_attempt_at IS NOT NULL
        """, .text(failure), .integer(nextAttempt.milliseconds), .integer(message.id),
        .integer(message.attempts))
    }
  }

  /// Holds every waiting message until `instant`, which the receiver has asked for.
  package func holdMessages(until instant: Instant) throws(LedgerError) {
    try writing { store throws(SQLiteError) in
      try store.connection.run(
        "UPDATE outbox SET next_attempt_at = ?1 WHERE next_attempt_at < ?1", .integer(instant.milliseconds))
    }
  }

  /// Takes a message out of the outbox, in the running batch.
  package func withdrawMessage(key: String) throws(LedgerError) {
    try writing { store throws(SQLiteError) in
      try store.connection.run("DELETE FROM outbox WHERE key = ?", .text(key))
    }
  }

  /// Returns how far the message of that key has come, or nil when there is none.
  package func progress(ofMessage key: String) throws(LedgerError) -> OutboxProgress? {
    try readingRow { store throws(SQLiteError) in
      try store.connection.first("SELECT attempts, delivered_at, failure FROM outbox WHERE key = ?", .text(key)) {
        row throws(SQLiteError) in
        OutboxProgress(
          attempts: try row.integer(0),
          deliveredAt: try row.optionalInteger(1).map { Instant(milliseconds: $0) },
          failure: try row.optionalText(2))
      }
    }
  }

  /// Returns what the outbox holds.
  package func outboxState() throws(LedgerError) -> OutboxState {
    try readingRow { store throws(SQLiteError) in
      let state = try store.connection.first(
        """
        SELECT count(next_attempt_at), count(iif(failure IS NULL, NULL, next_attempt_at)), count(delivered_at),
          count(given_up_at), (SELECT failure FROM outbox WHERE failure IS NOT NULL ORDER BY id DESC LIMIT 1)
        FROM outbox
        """
      ) { row throws(SQLiteError) in
        OutboxState(
          waiting: try row.integer(0), failing: try row.integer(1), delivered: try row.integer(2),
          givenUp: try row.integer(3), lastFailure: try row.optionalText(4))
      }
      guard let state else { preconditionFailure("a count without a row") }
      return state
    }
  }
}

extension OutboxMessage {
  fileprivate init(row: borrowing Row) throws(SQLiteError) {
    self.init(
      id: try row.integer(0), kind: try row.text(1), createdAt: try row.time(2),
      payload: try row.text(3), attempts: try row.integer(4))
  }
}
