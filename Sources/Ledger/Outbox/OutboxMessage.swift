package import CivilTime

/// A message that was claimed for one attempt to deliver it.
package struct OutboxMessage: Sendable, Hashable {
  /// Its row.
  package var id: Int64
  /// What it is, such as `test`.
  package var kind: String
  /// When it was put into the outbox.
  package var createdAt: Instant
  /// The body to be sent: JSON.
  package var payload: String
  /// How many attempts there have been, the one it was claimed for included.
  package var attempts: Int64
}

/// How far a message has come.
package struct OutboxProgress: Sendable, Hashable {
  /// How many attempts were begun.
  package var attempts: Int64
  /// When it was delivered.
  package var deliveredAt: Instant?
  /// Why the last attempt failed; nil while none has.
  package var failure: String?
}

/// What the outbox holds, for people.
package struct OutboxState: Sendable, Hashable {
  /// How many messages wait, those that have failed before included.
  package var waiting: Int64
  /// How many of the waiting ones have failed before.
  package var failing: Int64
  /// How many were delivered, of those that are still kept.
  package var delivered: Int64
  /// How many were given up, of those that are still kept.
  package var givenUp: Int64
  /// Why the newest message that failed, waiting or given up, did so.
  package var lastFailure: String?
}
