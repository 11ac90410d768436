import Delivery
import Ledger
import Service

extension Diagnosis {
  /// Where messages go, whether the program that sends them is there, and what waits.
  var webhook: [DoctorCheck] {
    guard let webhook = service.settings.webhook else {
      return [DoctorCheck(name: "webhook", isGood: true, finding: "none configured")]
    }
    return [deliverer(webhook)] + (outbox.map { [$0] } ?? [])
  }

  private func deliverer(_ webhook: WebhookURL) -> DoctorCheck {
    let isThere = host.deliverer.isThere
    return DoctorCheck(
      name: "webhook", isGood: isThere,
      finding: isThere
        ? "messages go to \(webhook.origin)"
        : "messages cannot be sent to \(webhook.origin): \(host.deliverer.path) is not there; install it next to \(Product.name)"
    )
  }

  private var outbox: DoctorCheck? {
    guard host.permissions(service.ledger.folder.database) != nil else { return nil }
    do {
      let state = try service.ledger.outboxState()
      let isGood = state.failing == 0 && state.givenUp == 0
      let counts = "\(state.waiting) waiting, \(state.delivered) delivered, \(state.givenUp) given up"
      let reason = state.lastFailure.map { "; the last failure: \($0)" } ?? ""
      return DoctorCheck(name: "messages", isGood: isGood, finding: counts + (isGood ? "" : reason))
    } catch {
      // The finding about the ledger says why.
      return nil
    }
  }
}
