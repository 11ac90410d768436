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
    case element(Reply)
    case endOfArray
  }

  private var items: [Item] = []
  /// The answers to messages of the array that is being answered, as far as their batches are committed.
  private var array: [[UInt8]] = []
  /// How many bytes wait for the commit.
  private(set) var heldBytes = 0
  /// How many bytes the array that is being answered has so far.
  private(set) var arrayBytes = 0

  /// Adds a reply.
  mutating func add(_ reply: Reply) {
    items.append(.single(reply))
    heldBytes += reply.frame.count
  }

  /// Adds a reply to a message of an array.
  mutating func addElement(_ reply: Reply) {
    items.append(.element(reply))
    heldBytes += reply.frame.count
    arrayBytes += reply.frame.count
  }

  /// Notes that an array is answered; without any reply there is no frame.
  mutating func endArray() {
    items.append(.endOfArray)
    arrayBytes = 0
  }

  /// Returns the frames of a batch that has ended.
  ///
  /// - Parameter failure: Why nothing of it was kept; each call since the first write is told so.
  mutating func release(_ writer: FrameWriter, after failure: ToolFailure? = nil) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    frames.reserveCapacity(items.count)
    for item in items {
      switch item {
      case .single(let reply): frames.append(reply.frame(writer, after: failure))
      case .element(let reply): array.append(reply.frame(writer, after: failure))
      case .endOfArray:
        if !array.isEmpty { frames.append(writer.array(array)) }
        array = []
      }
    }
    items.removeAll(keepingCapacity: true)
    heldBytes = 0
    return frames
  }
}

extension Reply {
  fileprivate func frame(_ writer: FrameWriter, after failure: ToolFailure?) -> [UInt8] {
    guard let failure, isAtStake, let request else { return frame }
    guard request.method != .callTool else { return ToolCall.failed(failure.message, request, writer) }
    return writer.error(Refusal(code: .internalError, message: failure.message), id: request.id)
  }
}
