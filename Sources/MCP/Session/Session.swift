/// A conversation with one client: lines in, frames out, and no other effect.
///
/// A frame is one message without its line end. What the client sends is handled in order.
package final class Session {
  private let responder: Responder
  private let transaction: (any BatchTransaction)?
  private var reader = MessageReader()
  private var subscriptions = Subscriptions()
  private var client: ClientInfo?

  /// Starts a conversation.
  package init(server: Server) {
    responder = Responder(server)
    transaction = server.transaction
  }

  /// True while the client waits for changes of resources.
  package var hasSubscribers: Bool { subscriptions.areAwaited }

  /// Returns the answers to the complete lines of one read, in order; their writes are durable by then.
  package func receive(_ lines: [Line]) -> [[UInt8]] {
    guard !lines.isEmpty else { return [] }
    let arrivals = lines.map { reader.read($0) }.withoutCancelled
    transaction?.begin(hasQuestions: arrivals.contains(where: asks))
    var outbox = Outbox()
    for arrival in arrivals { handle(arrival, &outbox) }
    return settled(outbox)
  }

  /// Returns the notices that these resources have changed, for those who asked for them.
  package func resourcesChanged(_ uris: [String]) -> [[UInt8]] { resourcesChanged { uris.contains($0) } }

  /// Returns the notices of changed resources, for those who asked for them.
  ///
  /// - Parameter hasChanged: Whether the resource with that URI has, or may have, changed.
  package func resourcesChanged(where hasChanged: (String) -> Bool) -> [[UInt8]] {
    subscriptions.notices(where: hasChanged).map { responder.frames.updated($0.uri, for: $0.id) }
  }

  /// Returns what there is to say before the stream is closed: the ends of subscriptions.
  package func end() -> [[UInt8]] {
    defer { subscriptions.closeAll() }
    return subscriptions.openIDs.map { responder.frames.subscriptionEnd($0) }
  }

  private func asks(_ arrival: Arrival) -> Bool {
    switch arrival {
    case .request(let request): responder.isQuestion(request)
    case .batch(let elements): elements.contains(where: asks)
    case .refused, .cancellation, .ignored: false
    }
  }

  private func handle(_ arrival: Arrival, _ outbox: inout Outbox) {
    switch arrival {
    case .request(let request): outbox.add(reply(to: request))
    case .refused(let refusal, let id): outbox.add(refused(refusal, id))
    case .cancellation(let id): cancel(id)
    case .ignored: break
    case .batch(let elements): outbox.addArray(elements.compactMap { reply(to: $0) })
    }
  }

  /// Returns the reply to an element of an array.
  private func reply(to element: Arrival) -> Reply? {
    switch element {
    case .request(let request): return reply(to: request)
    case .refused(let refusal, let id): return refused(refusal, id)
    case .cancellation(let id):
      cancel(id)
      return nil
    case .ignored, .batch: return nil
    }
  }

  private func reply(to request: Request) -> Reply {
    let answer = answer(request)
    return Reply(
      request: request, frame: answer.frame, isAtStake: answer.basis == .transaction && hasWritten)
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
      guard !subscriptions.isOpen(request.id) else {
        throw .invalidRequest("`id` belongs to a request that is not answered yet; choose another.")
      }
      guard responder.server.offers(request.method) else {
        throw Refusal(code: .methodNotFound, message: "Not offered: \(request.method.rawValue)")
      }
      switch request.method {
      case .listen: return try listen(request)
      case .subscribe: subscriptions.add(try responder.subscribedURI(request))
      case .unsubscribe: subscriptions.remove(try responder.unsubscribedURI(request))
      default: break
      }
      return try inOneState { () throws(Refusal) in try responder.answer(request) }
    } catch {
      return .frame(responder.frames.error(error, id: request.id), basis: .declared)
    }
  }

  private func listen(_ request: Request) throws(Refusal) -> Answer {
    let uris = try responder.listenedURIs(request)
    subscriptions.open(request.id, uris ?? [])
    return .frame(responder.frames.acknowledgement(of: request.id, uris: uris), basis: .declared)
  }

  /// Closes a subscription; an id that means nothing more is ignored.
  private func cancel(_ id: RequestID) { subscriptions.close(id) }

  /// Answers from one state of the store, so that the parts of an answer agree.
  private func inOneState<T, E: Error>(_ answer: () throws(E) -> T) throws(E) -> T {
    guard let transaction else { return try answer() }
    return try transaction.answering(answer)
  }

  private var hasWritten: Bool { transaction?.hasWritten == true }

  /// Returns the frames of a batch once its writes are durable, or those that say why they are not.
  private func settled(_ outbox: Outbox) -> [[UInt8]] {
    do {
      try transaction?.commit()
      return outbox.frames(responder.frames)
    } catch {
      responder.server.note("a batch was not kept: \(error.message)")
      return outbox.frames(responder.frames, after: error)
    }
  }
}
