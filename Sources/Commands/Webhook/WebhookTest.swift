import Delivery
import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `webhook test`: does a message arrive?
  static let webhookTest = Command(
    name: "webhook test", summary: "Send a test message to the webhook and say how it went",
    discussion: """
      Posts {"text": "..."} to the address in \(SettingList.webhook.name), as Slack and those compatible with it take it.
      It is sent once and not repeated. The address itself is never shown.
      """,
    options: [.json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    guard let webhook = service.settings.webhook else {
      throw CommandFailure(
        status: .failure,
        message: "no webhook is configured; set \(SettingList.webhook.name) to the address that messages go to")
    }
    try ServiceBuilder.open(service.ledger)
    let outcome = try WebhookTest(service, host, webhook).run()
    host.print(options.isJSON ? JSONWriter.string(outcome.json) : outcome.text)
    return outcome.failure == nil ? .success : .failure
  }
}

/// One message that only serves to see whether it arrives.
struct WebhookTest {
  /// How long the message is waited for, in milliseconds: longer than an attempt takes.
  private static let patience: Int64 = 60_000
  private static let nap: Int64 = 20

  private let ledger: Ledger
  private let host: Host
  private let webhook: WebhookURL
  private let key: String

  /// How it went.
  struct Outcome {
    let origin: String
    let milliseconds: Int64
    /// Why it has not arrived; nil when it has.
    let failure: String?

    var text: String {
      TerminalText.line(
        failure.map { "Not delivered to \(origin): \($0)." } ?? "Delivered to \(origin) in \(milliseconds) ms.")
    }

    var json: JSONValue {
      .object(of: [
        "delivered": .bool(failure == nil), "receiver": .string(origin),
        "milliseconds": .number(JSONNumber(milliseconds)), "failure": failure.map(JSONValue.string),
      ])
    }
  }

  init(_ service: LedgerService, _ host: Host, _ webhook: WebhookURL) {
    ledger = service.ledger
    self.host = host
    self.webhook = webhook
    key = "test-" + host.randomBytes(8).map { String($0, radix: 16) }.joined(separator: "-")
  }

  /// Sends the message, waits for the outcome, and takes it out of the outbox again.
  func run() throws -> Outcome {
    let start = host.monotonicMilliseconds()
    let text = "Test message of \(Product.name) on \(host.machineName): alerts arrive here."
    try ledger.enqueue(kind: "test", key: key, payload: ["text": .string(text)], heldMilliseconds: 2 * Self.patience)
    try ledger.commit()
    var failure: String?
    do { try send(until: start + Self.patience) } catch let fault as OutsideFault { failure = fault.reason }
    try ledger.withdrawMessage(key: key)
    try ledger.commit()
    return Outcome(origin: webhook.origin, milliseconds: host.monotonicMilliseconds() - start, failure: failure)
  }

  /// Sends the message.
  ///
  /// - Throws: ``OutsideFault`` with why it has not arrived, and ``LedgerError``.
  private func send(until end: Int64) throws {
    let deliverer = DelivererStart(host, folder: ledger.folder, webhook: webhook)
    try deliverer.start(message: key)
    while deliverer.isRunning, host.monotonicMilliseconds() < end { host.sleepMilliseconds(Self.nap) }
    guard let progress = try ledger.progress(ofMessage: key) else {
      throw OutsideFault("another process took the message away")
    }
    guard progress.deliveredAt == nil else { return }
    throw OutsideFault(
      progress.failure ?? "\(deliverer.path) ended without sending it; see what it says on standard error")
  }
}
