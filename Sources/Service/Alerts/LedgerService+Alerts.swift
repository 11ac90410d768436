package import CivilTime
import JSON
package import Ledger
import Logging

// Alerts: in the outbox and the log once for each level and window, whichever process saw it first.
extension LedgerService {
  /// Reports limits whose level has risen since it was last told, in the running batch.
  ///
  /// - Parameter states: How much of the limits is used after what was recorded.
  /// - Returns: What nobody has heard yet.
  package func raiseAlerts(for states: [LimitState]) throws -> [Alert] {
    let zone = try limitCalendar().zone
    var raised: [Alert] = []
    for alert in states.compactMap({ Alert($0, settings.limits) }) {
      let isNews = try ledger.mark(alert.mark)
      guard isNews else { continue }
      try send(alert, zone)
      raised.append(alert)
    }
    return raised
  }

  /// The alerts of limits as they are, each with when it was last reported.
  package func standingAlerts(_ states: [LimitState]) throws -> [(alert: Alert, at: Instant)] {
    var found: [(Alert, Instant)] = []
    for alert in states.compactMap({ Alert($0, settings.limits) }) {
      let time = try ledger.markedAt(alert.mark)
      if let time { found.append((alert, time)) }
    }
    return found
  }

  private func send(_ alert: Alert, _ zone: Zone) throws {
    let rule = alert.state.rule
    log.write(
      .alert, "limit",
      [
        "limit": .string(rule.id), "scope": .string(rule.scope.text), "window": .string(rule.window.rawValue),
        "reached": .string(alert.level.rawValue),
      ])
    let now = try ledgerTime()
    // A window that slides has no name of its own; its alerts are told apart by their time.
    let mark = alert.mark
    let window = if case .fixed(let number) = mark.window { number } else { now.milliseconds }
    try enqueueAlert(words.alert(alert, zone), key: "alert \(mark.limit) \(window) \(alert.level.rawValue)")
  }

  /// Puts a message for the webhook into the outbox, in the running batch; once for each key.
  package func enqueueAlert(_ text: String, key: String) throws(LedgerError) {
    _ = try ledger.enqueue(kind: "alert", key: key, payload: ["text": .string(text)])
  }
}
