/// A frame that waits for its batch to be committed.
struct Reply {
  /// What it answers; nil for a message that was no request.
  let request: Request?
  /// The frame.
  let frame: [UInt8]
  /// True when it says what a failing commit would make untrue.
  let isAtStake: Bool
}

/// The replies of a batch, in order, until it is known whether its writes are kept.
struct Outbox {
  private enum Item {
    case single(Reply)
    case array([Reply])
  }

  private var items: [Item] = []

  /// Adds a reply.
  mutating func add(_ reply: Reply) { items.append(.single(reply)) }

  /// Adds the replies to an array of messages; without any there is no frame.
  mutating func addArray(_ replies: [Reply]) { if !replies.isEmpty { items.append(.array(replies)) } }

  /// Returns the frames of a batch that was kept.
  func frames(_ writer: FrameWriter) -> [[UInt8]] { frames(writer) { $0.frame } }

  /// Returns the frames of a batch of which nothing was kept.
  ///
  /// - Parameter failure: Why; each call since the first write is told so.
  func frames(_ writer: FrameWriter, after failure: ToolFailure) -> [[UInt8]] {
    frames(writer) { reply in
      guard reply.isAtStake, let request = reply.request else { return reply.frame }
      return Self.failed(request, failure, writer)
    }
  }

  private func frames(_ writer: FrameWriter, _ frame: (Reply) -> [UInt8]) -> [[UInt8]] {
    items.map { item in
      switch item {
      case .single(let reply): frame(reply)
      case .array(let replies): writer.array(replies.map(frame))
      }
    }
  }

  private static func failed(_ request: Request, _ failure: ToolFailure, _ writer: FrameWriter) -> [UInt8] {
    guard request.method != .callTool else { return ToolCall.failed(failure.message, request, writer) }
    return writer.error(Refusal(code: .internalError, message: failure.message), id: request.id)
  }
}
