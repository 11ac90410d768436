/// A conversation with one client: lines in, frames out, and no other effect.
///
/// A frame is one message without its line end. What the client sends is taken in by ``take(_:)`` and answered in
/// order, a batch at a time, by ``proceed()``.
package final class Session {
  private let responder: Responder
  private let transaction: (any BatchTransaction)?
  private let monotonicMilliseconds: () -> Int64
  private var reader = MessageReader()
  private var subscriptions = Subscriptions()
  private var waiting: WaitingRequests
  private var inbox = Inbox()
  private var outbox = Outbox()
  /// True when a message has come since the last batch that asks for what the store holds.
  private var hasNewQuestions = false
  private var client: ClientInfo?

  /// Starts a conversation.
  ///
  /// - Parameter monotonicMilliseconds: A clock in milliseconds that never runs backwards.
  package init(server: Server, monotonicMilliseconds: @escaping () -> Int64 = { 0 }) {
    responder = Responder(server)
    transaction = server.transaction
    waiting = WaitingRequests(for: server.backlog)
    self.monotonicMilliseconds = monotonicMilliseconds
  }

  /// True while ``proceed()`` has something to answer.
  package var hasMessages: Bool { !inbox.isEmpty }

  /// True while so much waits to be answered that no more should be read.
  package var isFull: Bool { inbox.isFull }

  /// True while requests wait for what makes their answers complete: then ``attend()`` is to be called now and then.
  package var hasWaiting: Bool { !waiting.isEmpty }

  /// True while the client waits for changes of resources.
  package var hasSubscribers: Bool { subscriptions.areAwaited }

  /// Takes in what the client has sent; a request that is cancelled before it was answered is dropped.
  package func take(_ lines: [Line]) {
    var hasCancelled = false
    for line in lines {
      let arrival = reader.read(line)
      let isQuestion = responder.isQuestion(arrival)
      hasNewQuestions = hasNewQuestions || isQuestion
      hasCancelled = hasCancelled || arrival.cancels
      inbox.add(arrival, size: line.size, isQuestion: isQuestion)
    }
    if hasCancelled { waiting.drop(inbox.dropCancelled()) }
  }

  /// Answers the next messages, as many as one batch takes, and returns the frames that may leave, in order.
  ///
  /// What the batch has written is durable by then.
  package func proceed() -> [[UInt8]] {
    guard hasMessages else { return [] }
    transaction?.begin(hasQuestions: hasNewQuestions)
    hasNewQuestions = false
    var bounds = BatchBounds(start: monotonicMilliseconds())
    // By themselves: each look at a property of an object is checked, which a thousand records feel.
    var (inbox, outbox) = (Inbox(), Outbox())
    swap(&inbox, &self.inbox)
    swap(&outbox, &self.outbox)
    while let message = inbox.next() {
      let held = outbox.heldBytes
      handle(message, &outbox)
      bounds.count(message, answerBytes: outbox.heldBytes - held)
      if bounds.areReached(monotonicMilliseconds, hasWritten: hasWritten) { break }
    }
    swap(&inbox, &self.inbox)
    swap(&outbox, &self.outbox)
    return settled()
  }

  /// Returns what requests that wait are told of their progress; those that have waited enough are answered next.
  package func attend() -> [[UInt8]] {
    let (notices, ready) = waiting.look(at: monotonicMilliseconds(), responder.frames)
    inbox.addFirst(ready)
    return notices
  }

  /// Lets no request wait any more: what is known is what they are answered from.
  package func stopWaiting() { inbox.addFirst(waiting.end(forGood: true)) }

  /// Returns the answers to lines, whatever they take.
  package func receive(_ lines: [Line]) -> [[UInt8]] {
    take(lines)
    var frames: [[UInt8]] = []
    while hasMessages { frames += proceed() }
    return frames
  }

  /// Returns the notices of changed resources, for those who asked for them.
  ///
  /// - Parameter hasChanged: Whether the resource with that URI has, or may have, changed.
  package func resourcesChanged(where hasChanged: (String) -> Bool) -> [[UInt8]] {
    subscriptions.notices(where: hasChanged).map { responder.frames.updated($0.uri, for: $0.id) }
  }

  /// Returns what there is to say before the stream is closed: what is done of an array, and the ends of what is open.
  package func end() -> [[UInt8]] {
    outbox.endArray()
    for request in waiting.end(forGood: true) { outbox.add(Reply(request: request, frame: [], isAtStake: true)) }
    let done = outbox.release(
      responder.frames, after: ToolFailure(message: "The server was told to stop before this was answered."))
    defer { subscriptions.closeAll() }
    return done + subscriptions.openIDs.map { responder.frames.subscriptionEnd($0) }
  }

  private func handle(_ message: Inbox.Message, _ outbox: inout Outbox) {
    switch message.place {
    case .alone: if !waits(message), let reply = reply(to: message.arrival) { outbox.add(reply) }
    case .inArray:
      if case .request(let request) = message.arrival, outbox.arrayBytes > FrameWriter.longestArray {
        outbox.addElement(refused(.longArray, request.id))
      } else if let reply = reply(to: message.arrival) {
        outbox.addElement(reply)
      }
    case .endOfArray: outbox.endArray()
    }
  }

  /// Lets a question wait whose client has asked for progress, where there is something to wait for.
  private func waits(_ message: Inbox.Message) -> Bool {
    guard message.isQuestion, !message.hasWaited, case .request(let request) = message.arrival else { return false }
    return !isInFlight(request.id) && waiting.add(request, at: monotonicMilliseconds())
  }

  private func isInFlight(_ id: RequestID) -> Bool { subscriptions.isOpen(id) || waiting.contains(id) }

  /// Returns the reply to a message, which the reader has made of a line or of an element of an array.
  private func reply(to arrival: Arrival) -> Reply? {
    switch arrival {
    case .request(let request): return reply(to: request)
    case .refused(let refusal, let id): return refused(refusal, id)
    // An id that means nothing more is ignored.
    case .cancellation(let id):
      subscriptions.close(id)
      return nil
    case .ignored, .batch: return nil
    }
  }

  private func reply(to request: Request) -> Reply {
    let answer = answer(request)
    return Reply(request: request, frame: answer.frame, isAtStake: answer.basis == .transaction && hasWritten)
  }

  private func refused(_ refusal: Refusal, _ id: RequestID?) -> Reply {
    if id == nil { responder.server.note("a line was refused: \(refusal.message)") }
    return Reply(request: nil, frame: responder.frames.error(refusal, id: id), isAtStake: false)
  }

  private func answer(_ request: Request) -> Answer {
    if let named = request.client, named != client {
      client = named
      responder.server.observe(.client(named))
    }
    do throws(Refusal) {
      guard !isInFlight(request.id) else {
        throw .invalidRequest("`id` belongs to a request that is not answered yet; choose another.")
      }
      guard responder.server.offers(request.method) else {
        throw Refusal(code: .methodNotFound, message: "Not offered: \(request.method.rawValue)")
      }
      switch request.method {
      case .listen: return try listen(request)
      case .subscribe: try subscriptions.add(try responder.subscribedURI(request))
      case .unsubscribe: subscriptions.remove(try responder.unsubscribedURI(request))
      default: break
      }
      guard let transaction else { return try responder.answer(request) }
      // From one state of the store, so that the parts of an answer agree.
      return try transaction.answering { () throws(Refusal) in try responder.answer(request) }
    } catch {
      return .frame(responder.frames.error(error, id: request.id), basis: .declared)
    }
  }

  private func listen(_ request: Request) throws(Refusal) -> Answer {
    let uris = try responder.listenedURIs(request)
    try subscriptions.open(request.id, uris ?? [])
    return .frame(responder.frames.acknowledgement(of: request.id, uris: uris), basis: .declared)
  }

  private var hasWritten: Bool { transaction?.hasWritten == true }

  /// Returns the frames of a batch once its writes are durable, or those that say why they are not.
  private func settled() -> [[UInt8]] {
    do {
      try transaction?.commit()
      return outbox.release(responder.frames)
    } catch {
      responder.server.note("a batch was not kept: \(error.message)")
      return outbox.release(responder.frames, after: error)
    }
  }
}
