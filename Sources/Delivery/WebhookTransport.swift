/// What sends a message over the network and waits for the outcome.
package protocol WebhookTransport {
  /// Posts JSON to the webhook; follows no redirection and returns within a minute.
  func post(_ body: [UInt8]) -> WebhookAnswer
}

/// What came of a message that was sent.
package enum WebhookAnswer: Sendable, Hashable {
  /// The receiver answered with this status, and perhaps with a `Retry-After` header.
  case answered(status: Int, retryAfter: String?)
  /// There was no answer, for this reason; it names nothing of the address but its host.
  case unreachable(String)
}

extension WebhookAnswer {
  /// Whether the receiver has taken the message.
  var isSuccess: Bool {
    if case .answered(let status, _) = self { (200...299).contains(status) } else { false }
  }

  /// What happened, for people.
  var failure: String {
    switch self {
    case .answered(let status, _) where (300...399).contains(status):
      "answered with the redirection \(status), which is not followed"
    case .answered(404, _), .answered(410, _): "answered that there is no such webhook"
    case .answered(let status, _): "answered with status \(status)"
    case .unreachable(let reason): reason
    }
  }

  /// Whether it is the receiver that is in trouble, and not this one message.
  var isReceiverInTrouble: Bool {
    guard case .answered(let status, _) = self else { return true }
    return status == 429 || status >= 500
  }
}
