import CivilTime
package import Ledger

/// Sends the messages of an outbox: those that are due, and those that become due while it is at it.
///
/// A message is claimed and the claim made durable before it is sent, so that two senders send it once. One that
/// was sent and not marked, because the process died in between, is sent again after two minutes.
package final class DeliveryRun {
  /// How far ahead a message may be due for the run to wait for it: a minute, in milliseconds.
  private static let patience: Int64 = 60_000
  /// How often a waiting run looks for new messages, in milliseconds.
  private static let nap: Int64 = 1_000

  private let ledger: Ledger
  private let world: LedgerWorld
  private let transport: any WebhookTransport
  private let note: (String) -> Void
  private var pausedUntil = Instant(milliseconds: .min)

  /// Creates a run over a ledger.
  ///
  /// - Parameters:
  ///   - world: The clock, chance and pauses by which attempts are timed.
  ///   - note: Takes a line for people about each attempt that fails.
  package init(
    ledger: Ledger, world: LedgerWorld, transport: any WebhookTransport, note: @escaping (String) -> Void
  ) {
    self.ledger = ledger
    self.world = world
    self.transport = transport
    self.note = note
  }

  /// Sends until nothing is due within a minute.
  package func run() throws(LedgerError) {
    while let due = try ledger.nextDelivery() {
      let start = max(due, pausedUntil)
      let wait = start.milliseconds - world.now().milliseconds
      guard wait <= Self.patience else { return }
      if wait > 0 { world.sleepMilliseconds(min(wait, Self.nap)) } else { try sendNext() }
    }
  }

  /// Sends the message of that key once, if it waits and nobody has tried it before.
  package func send(key: String) throws(LedgerError) {
    let message = try ledger.claimMessage(key: key)
    try ledger.commit()
    if let message { try attempt(message) }
  }

  private func sendNext() throws(LedgerError) {
    let message = try ledger.claimMessage()
    try ledger.commit()
    if let message { try attempt(message) }
  }

  private func attempt(_ message: OutboxMessage) throws(LedgerError) {
    let answer = transport.post(Array(message.payload.utf8))
    if answer.isSuccess {
      try ledger.markDelivered(message)
    } else {
      try fail(message, answer)
    }
    try ledger.commit()
  }

  private func fail(_ message: OutboxMessage, _ answer: WebhookAnswer) throws(LedgerError) {
    let now = world.now()
    let asked = askedTime(answer, now)
    let pause = RetrySchedule.pause(afterAttempts: message.attempts, chance: chance)
    let next = max(asked ?? now, now.adding(milliseconds: pause))
    let end = message.createdAt.adding(milliseconds: RetrySchedule.daysUntilGivenUp * Instant.millisecondsPerDay)
    if let asked { try ledger.holdMessages(until: asked) }
    if answer.isReceiverInTrouble { pausedUntil = next }
    guard next <= end else {
      try ledger.giveUp(message, failure: answer.failure)
      return note("\(name(message)): \(answer.failure); given up after \(RetrySchedule.daysUntilGivenUp) days")
    }
    try ledger.markFailed(message, failure: answer.failure, nextAttempt: next)
    note("\(name(message)): \(answer.failure) at attempt \(message.attempts); tried again from \(next)")
  }

  /// The time that a receiver which is overloaded has asked to wait for.
  private func askedTime(_ answer: WebhookAnswer, _ now: Instant) -> Instant? {
    guard case .answered(let status, let header?) = answer, status == 429 || status == 503 else { return nil }
    return RetrySchedule.time(ofHeader: header, now: now)
  }

  private func name(_ message: OutboxMessage) -> String { "message \(message.id) (\(message.kind))" }

  private var chance: UInt16 { world.randomBytes(2).reduce(0) { $0 << 8 | UInt16($1) } }
}
